import type { Kysely } from 'kysely';
import erasureRequested from '#schemas/events/user.erasure_requested.ts';
import type { Columns } from '../common/database/columns.ts';
import { createGuard } from '../common/database/guard.ts';
import type { Migration } from '../common/database/migration.ts';
import { createIndex } from '../common/database/repeatable.ts';
import { createEventSets, eventOf, insertSets } from '../common/people/migrations.ts';
import type { EventSetTables } from '../common/people/tables.ts';

export const migrations: readonly Migration[] = [
  {
    name: 'vacation_0001_events_and_projections',
    async up(db, columns) {
      await createEvents(db, columns);
      await createPeople(db, columns);
      await createRequests(db, columns);
      await createAbsences(db, columns);
      await createBalances(db, columns);
      await createSettings(db, columns);
      await createGuard(db, columns);
    },
  },
  {
    name: 'vacation_0002_erased',
    async up(db, columns) {
      await db.schema
        .createTable('erased')
        .ifNotExists()
        .addColumn('employee_id', columns.key, (column) => column.primaryKey())
        .addColumn('erased_at', columns.instant, (column) => column.notNull())
        .execute();
    },
  },
  {
    name: 'vacation_0003_event_sets',
    async up(db, columns) {
      await createEventSets(db, columns);
      await copyHeard(db as unknown as Kysely<Before & EventSetTables>);
    },
  },
  {
    name: 'vacation_0004_people',
    async up(db) {
      await db.schema.dropTable('people_events').ifExists().execute();
      await db.schema.dropTable('erased').ifExists().execute();
    },
  },
];

/** What was heard of people, and who was erased, before both were one set of events. */
interface Before {
  people_events: { event_id: string; employee_id: string; occurred_at: number; data: string };
  erased: { employee_id: string; erased_at: number };
}

async function copyHeard(db: Kysely<Before & EventSetTables>): Promise<void> {
  const heard = (await db.selectFrom('people_events').select('data').execute()).map(({ data }) => JSON.parse(data));
  const erased = await db.selectFrom('erased').selectAll().execute();
  const erasures = erased.map(({ employee_id, erased_at }) =>
    eventOf(erasureRequested.type, employee_id, erased_at, { requestedBy: null }),
  );
  await insertSets(db as unknown as Kysely<EventSetTables>, [...heard, ...erasures]);
}

async function createEvents(db: Kysely<unknown>, columns: Columns): Promise<void> {
  await db.schema
    .createTable('events')
    .ifNotExists()
    .addColumn('seq', columns.sequence, (column) => column.primaryKey().autoIncrement())
    .addColumn('event_id', columns.uuid, (column) => column.notNull().unique())
    .addColumn('stream_type', columns.key, (column) => column.notNull())
    .addColumn('stream_id', columns.key, (column) => column.notNull())
    .addColumn('version', columns.integer, (column) => column.notNull())
    .addColumn('type', columns.key, (column) => column.notNull())
    .addColumn('occurred_at', columns.instant, (column) => column.notNull())
    .addColumn('employee_id', columns.key, (column) => column.notNull())
    .addColumn('data', columns.json, (column) => column.notNull())
    .execute();
  await createIndex(db, 'events_stream', 'events', ['stream_type', 'stream_id', 'version'], true);
  await createIndex(db, 'events_person', 'events', ['employee_id']);
}

async function createPeople(db: Kysely<unknown>, columns: Columns): Promise<void> {
  await db.schema
    .createTable('people_events')
    .ifNotExists()
    .addColumn('event_id', columns.uuid, (column) => column.primaryKey())
    .addColumn('employee_id', columns.key, (column) => column.notNull())
    .addColumn('occurred_at', columns.instant, (column) => column.notNull())
    .addColumn('data', columns.json, (column) => column.notNull())
    .execute();
  await createIndex(db, 'people_events_person', 'people_events', ['employee_id']);
  await db.schema
    .createTable('people')
    .ifNotExists()
    .addColumn('employee_id', columns.key, (column) => column.primaryKey())
    .addColumn('manager_id', columns.key)
    .addColumn('active', columns.flag, (column) => column.notNull())
    .addColumn('data', columns.json, (column) => column.notNull())
    .execute();
  await createIndex(db, 'people_manager', 'people', ['manager_id']);
}

async function createRequests(db: Kysely<unknown>, columns: Columns): Promise<void> {
  await db.schema
    .createTable('requests')
    .ifNotExists()
    .addColumn('request_id', columns.key, (column) => column.primaryKey())
    .addColumn('employee_id', columns.key, (column) => column.notNull())
    .addColumn('status', columns.key, (column) => column.notNull())
    .addColumn('version', columns.integer, (column) => column.notNull())
    .addColumn('leave_type', columns.text, (column) => column.notNull())
    .addColumn('from_day', columns.date, (column) => column.notNull())
    .addColumn('to_day', columns.date, (column) => column.notNull())
    .addColumn('days', columns.integer, (column) => column.notNull())
    .addColumn('submitted_at', columns.instant, (column) => column.notNull())
    .addColumn('state', columns.json, (column) => column.notNull())
    .execute();
  await createIndex(db, 'requests_person', 'requests', ['employee_id', 'from_day']);
  await createIndex(db, 'requests_status', 'requests', ['status']);
  await db.schema
    .createTable('sick_notes')
    .ifNotExists()
    .addColumn('absence_id', columns.key, (column) => column.primaryKey())
    .addColumn('employee_id', columns.key, (column) => column.notNull())
    .addColumn('status', columns.key, (column) => column.notNull())
    .addColumn('version', columns.integer, (column) => column.notNull())
    .addColumn('from_day', columns.date, (column) => column.notNull())
    .addColumn('to_day', columns.date, (column) => column.notNull())
    .addColumn('day_part', columns.key, (column) => column.notNull())
    .execute();
  await createIndex(db, 'sick_notes_person', 'sick_notes', ['employee_id', 'from_day']);
}

async function createAbsences(db: Kysely<unknown>, columns: Columns): Promise<void> {
  await db.schema
    .createTable('absences')
    .ifNotExists()
    .addColumn('kind', columns.key, (column) => column.notNull())
    .addColumn('id', columns.key, (column) => column.notNull())
    .addColumn('day', columns.date, (column) => column.notNull())
    .addColumn('employee_id', columns.key, (column) => column.notNull())
    .addColumn('leave_type', columns.text, (column) => column.notNull())
    .addColumn('standing', columns.key, (column) => column.notNull())
    .addColumn('day_part', columns.key, (column) => column.notNull())
    .addColumn('fraction', columns.integer, (column) => column.notNull())
    .addColumn('counted', columns.integer, (column) => column.notNull())
    .addColumn('working', columns.integer, (column) => column.notNull())
    .addPrimaryKeyConstraint('absences_key', ['kind', 'id', 'day'])
    .execute();
  await createIndex(db, 'absences_person', 'absences', ['employee_id', 'day']);
  await createIndex(db, 'absences_day', 'absences', ['day']);
}

async function createBalances(db: Kysely<unknown>, columns: Columns): Promise<void> {
  const amount = (table: string) =>
    db.schema
      .createTable(table)
      .ifNotExists()
      .addColumn('employee_id', columns.key, (column) => column.notNull())
      .addColumn('leave_type', columns.key, (column) => column.notNull())
      .addColumn('year', columns.integer, (column) => column.notNull());
  await ['granted', 'carried', 'adjusted', 'lapsed', 'forfeited']
    .reduce((table, name) => table.addColumn(name, columns.integer, (column) => column.notNull()), amount('balances'))
    .addPrimaryKeyConstraint('balances_key', ['employee_id', 'leave_type', 'year'])
    .execute();
}

async function createSettings(db: Kysely<unknown>, columns: Columns): Promise<void> {
  await db.schema
    .createTable('delegations')
    .ifNotExists()
    .addColumn('approver_id', columns.key, (column) => column.primaryKey())
    .addColumn('delegate_id', columns.key, (column) => column.notNull())
    .addColumn('from_day', columns.date, (column) => column.notNull())
    .addColumn('to_day', columns.date)
    .addColumn('when_away', columns.flag, (column) => column.notNull())
    .execute();
  await createIndex(db, 'delegations_delegate', 'delegations', ['delegate_id']);
  await db.schema
    .createTable('rules')
    .ifNotExists()
    .addColumn('id', columns.integer, (column) => column.primaryKey())
    .addColumn('version', columns.integer, (column) => column.notNull())
    .addColumn('content', columns.json, (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('once')
    .ifNotExists()
    .addColumn('employee_id', columns.key, (column) => column.notNull())
    .addColumn('idempotency_key', columns.key, (column) => column.notNull())
    .addColumn('fingerprint', columns.key, (column) => column.notNull())
    .addColumn('answer', columns.json, (column) => column.notNull())
    .addColumn('created_at', columns.instant, (column) => column.notNull())
    .addPrimaryKeyConstraint('once_key', ['employee_id', 'idempotency_key'])
    .execute();
}
