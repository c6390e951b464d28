import type { Kysely } from 'kysely';
import type { Columns } from '../common/database/columns.ts';
import type { Migration } from '../common/database/migration.ts';
import { createIndex } from '../common/database/repeatable.ts';
import { mailColumns } from '../common/mail/tables.ts';
import { firstDeparted, firstPeopleColumns, replicaMigrations } from '../common/people/migrations.ts';

/** The notification service's own steps. */
export const migrations: readonly Migration[] = [
  {
    name: 'notification_0001_mails',
    async up(db, columns) {
      await createPeople(db, columns);
      await createRequests(db, columns);
      await createHeld(db, columns);
      await createPreferences(db, columns);
      await createMails(db, columns);
      await createNotices(db, columns);
    },
  },
  firstDeparted('notification_0002_departed'),
  ...replicaMigrations(['notification_0003_event_sets', 'notification_0004_people'], 'departed'),
];

async function createPeople(db: Kysely<unknown>, columns: Columns): Promise<void> {
  await db.schema
    .createTable('people')
    .ifNotExists()
    .$call((table) => firstPeopleColumns(table, columns))
    .addColumn('manager_id', columns.key)
    .addColumn('roles', columns.json, (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('devices')
    .ifNotExists()
    .addColumn('employee_id', columns.key, (column) => column.notNull())
    .addColumn('device', columns.key, (column) => column.notNull())
    .addColumn('seen_at', columns.instant, (column) => column.notNull())
    .addPrimaryKeyConstraint('devices_key', ['employee_id', 'device'])
    .execute();
}

async function createRequests(db: Kysely<unknown>, columns: Columns): Promise<void> {
  await db.schema
    .createTable('requests')
    .ifNotExists()
    .addColumn('request_id', columns.key, (column) => column.primaryKey())
    .addColumn('employee_id', columns.key, (column) => column.notNull())
    .addColumn('leave_type', columns.text, (column) => column.notNull())
    .addColumn('from_day', columns.date, (column) => column.notNull())
    .addColumn('to_day', columns.date, (column) => column.notNull())
    .addColumn('day_part', columns.key, (column) => column.notNull())
    .addColumn('substitute_id', columns.key)
    .addColumn('approval', columns.json)
    .addColumn('steps', columns.integer, (column) => column.notNull())
    .execute();
}

async function createHeld(db: Kysely<unknown>, columns: Columns): Promise<void> {
  await db.schema
    .createTable('held_events')
    .ifNotExists()
    .addColumn('seq', columns.sequence, (column) => column.primaryKey().autoIncrement())
    .addColumn('event_id', columns.key, (column) => column.notNull().unique())
    .addColumn('employee_id', columns.key, (column) => column.notNull())
    .addColumn('event', columns.json, (column) => column.notNull())
    .execute();
  await createIndex(db, 'held_events_employee', 'held_events', ['employee_id']);
}

async function createPreferences(db: Kysely<unknown>, columns: Columns): Promise<void> {
  await db.schema
    .createTable('preferences')
    .ifNotExists()
    .addColumn('employee_id', columns.key, (column) => column.notNull())
    .addColumn('kind', columns.key, (column) => column.notNull())
    .addColumn('channel', columns.key, (column) => column.notNull())
    .addColumn('wanted', columns.flag, (column) => column.notNull())
    .addPrimaryKeyConstraint('preferences_key', ['employee_id', 'kind', 'channel'])
    .execute();
}

async function createMails(db: Kysely<unknown>, columns: Columns): Promise<void> {
  await db.schema
    .createTable('mails')
    .ifNotExists()
    .$call((table) => mailColumns(table, columns))
    .addColumn('event_id', columns.key, (column) => column.notNull())
    .addColumn('kind', columns.key, (column) => column.notNull())
    .addColumn('params', columns.json)
    .execute();
  await createIndex(db, 'mails_state', 'mails', ['state', 'next_at']);
  await createIndex(db, 'mails_employee', 'mails', ['employee_id']);
}

async function createNotices(db: Kysely<unknown>, columns: Columns): Promise<void> {
  await db.schema
    .createTable('notices')
    .ifNotExists()
    .addColumn('seq', columns.sequence, (column) => column.primaryKey().autoIncrement())
    .addColumn('id', columns.uuid, (column) => column.notNull().unique())
    .addColumn('event_id', columns.key, (column) => column.notNull())
    .addColumn('employee_id', columns.key, (column) => column.notNull())
    .addColumn('kind', columns.key, (column) => column.notNull())
    .addColumn('template', columns.key, (column) => column.notNull())
    .addColumn('params', columns.json)
    .addColumn('created_at', columns.instant, (column) => column.notNull())
    .addColumn('read_at', columns.instant)
    .execute();
  await createIndex(db, 'notices_employee', 'notices', ['employee_id', 'seq']);
}
