import { type Kysely, sql } from 'kysely';
import type { Columns } from '../common/database/columns.ts';
import type { Migration } from '../common/database/migration.ts';
import { createIndex } from '../common/database/repeatable.ts';

/** The audit's own steps. */
export const migrations: readonly Migration[] = [
  {
    name: 'audit_0001_entries',
    async up(db, columns) {
      await createStreams(db, columns);
      await createEntries(db, columns);
      await createPeople(db, columns);
      await createPersonal(db, columns);
      await createCheckpoints(db, columns);
      for (const change of ['update', 'delete']) await forbid(db, 'audit_entries', change);
    },
  },
];

async function createStreams(db: Kysely<unknown>, columns: Columns): Promise<void> {
  await db.schema
    .createTable('audit_streams')
    .ifNotExists()
    .addColumn('stream', columns.key, (column) => column.primaryKey())
    .addColumn('last_seq', columns.integer, (column) => column.notNull())
    .addColumn('last_hash', columns.key, (column) => column.notNull())
    .execute();
}

async function createEntries(db: Kysely<unknown>, columns: Columns): Promise<void> {
  await db.schema
    .createTable('audit_entries')
    .ifNotExists()
    .addColumn('stream', columns.key, (column) => column.notNull())
    .addColumn('seq', columns.integer, (column) => column.notNull())
    .addColumn('event_id', columns.key, (column) => column.notNull().unique())
    .addColumn('type', columns.key, (column) => column.notNull())
    .addColumn('employee_id', columns.key)
    .addColumn('occurred_at', columns.instant, (column) => column.notNull())
    .addColumn('recorded_at', columns.instant, (column) => column.notNull())
    .addColumn('content', columns.text, (column) => column.notNull())
    .addColumn('hash', columns.key, (column) => column.notNull())
    .addPrimaryKeyConstraint('audit_entries_key', ['stream', 'seq'])
    .execute();
  await createIndex(db, 'audit_entries_time', 'audit_entries', ['occurred_at', 'stream', 'seq']);
  await createIndex(db, 'audit_entries_type', 'audit_entries', ['type', 'occurred_at']);
}

async function createPeople(db: Kysely<unknown>, columns: Columns): Promise<void> {
  await db.schema
    .createTable('audit_people')
    .ifNotExists()
    .addColumn('person', columns.key, (column) => column.notNull())
    .addColumn('stream', columns.key, (column) => column.notNull())
    .addColumn('seq', columns.integer, (column) => column.notNull())
    .addColumn('occurred_at', columns.instant, (column) => column.notNull())
    .addPrimaryKeyConstraint('audit_people_key', ['stream', 'seq', 'person'])
    .execute();
  await createIndex(db, 'audit_people_person', 'audit_people', ['person', 'occurred_at']);
}

async function createPersonal(db: Kysely<unknown>, columns: Columns): Promise<void> {
  await db.schema
    .createTable('audit_personal')
    .ifNotExists()
    .addColumn('stream', columns.key, (column) => column.notNull())
    .addColumn('seq', columns.integer, (column) => column.notNull())
    .addColumn('employee_id', columns.key)
    .addColumn('parts', columns.json, (column) => column.notNull())
    .addPrimaryKeyConstraint('audit_personal_key', ['stream', 'seq'])
    .execute();
  await createIndex(db, 'audit_personal_employee', 'audit_personal', ['employee_id']);
  await db.schema
    .createTable('audit_erased')
    .ifNotExists()
    .addColumn('employee_id', columns.key, (column) => column.primaryKey())
    .addColumn('erased_at', columns.instant, (column) => column.notNull())
    .execute();
}

async function createCheckpoints(db: Kysely<unknown>, columns: Columns): Promise<void> {
  await db.schema
    .createTable('audit_checkpoints')
    .ifNotExists()
    .addColumn('number', columns.integer, (column) => column.primaryKey())
    .addColumn('at', columns.instant, (column) => column.notNull())
    .addColumn('body', columns.text, (column) => column.notNull())
    .addColumn('signature', columns.key, (column) => column.notNull())
    .addColumn('peaks', columns.json, (column) => column.notNull())
    .execute();
}

/** A trigger that refuses a change: no guard against who may drop it (the chain is), but against mistakes. */
async function forbid(db: Kysely<unknown>, table: string, change: string): Promise<void> {
  const isSqlite = db.getExecutor().adapter.supportsReturning;
  const refuse = isSqlite
    ? `select raise(abort, '${table} is append-only');`
    : `signal sqlstate '45000' set message_text = '${table} is append-only';`;
  const head = `create trigger if not exists ${table}_no_${change} before ${change} on ${table}`;
  await sql.raw(`${head} for each row begin ${refuse} end`).execute(db);
}
