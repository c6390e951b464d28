import type { Kysely } from 'kysely';
import type { Columns } from './columns.ts';
import type { Migration } from './migration.ts';
import { createIndex } from './repeatable.ts';

/** What every service's database begins with. */
export const commonMigrations: readonly Migration[] = [
  {
    name: 'common_0001_outbox_and_inbox',
    async up(db, columns) {
      await createOutbox(db, columns);
      await createInbox(db, columns);
    },
  },
];

async function createOutbox(db: Kysely<unknown>, columns: Columns): Promise<void> {
  await db.schema
    .createTable('outbox')
    .ifNotExists()
    .addColumn('seq', columns.sequence, (column) => column.primaryKey().autoIncrement())
    .addColumn('event_id', columns.uuid, (column) => column.notNull().unique())
    .addColumn('aggregate_type', columns.key, (column) => column.notNull())
    .addColumn('aggregate_id', columns.key, (column) => column.notNull())
    .addColumn('type', columns.key, (column) => column.notNull())
    .addColumn('payload', columns.text, (column) => column.notNull())
    .addColumn('headers', columns.json, (column) => column.notNull())
    .addColumn('created_at', columns.instant, (column) => column.notNull())
    .addColumn('published_at', columns.instant)
    .execute();
  await createIndex(db, 'outbox_published', 'outbox', ['published_at', 'seq']);
  await db.schema
    .createTable('outbox_aggregates')
    .ifNotExists()
    .addColumn('aggregate_type', columns.key, (column) => column.notNull())
    .addColumn('aggregate_id', columns.key, (column) => column.notNull())
    .addColumn('last_at', columns.instant, (column) => column.notNull())
    .addPrimaryKeyConstraint('outbox_aggregates_key', ['aggregate_type', 'aggregate_id'])
    .execute();
}

async function createInbox(db: Kysely<unknown>, columns: Columns): Promise<void> {
  await db.schema
    .createTable('inbox')
    .ifNotExists()
    .addColumn('consumer', columns.key, (column) => column.notNull())
    .addColumn('event_id', columns.key, (column) => column.notNull())
    .addColumn('handled_at', columns.instant, (column) => column.notNull())
    .addPrimaryKeyConstraint('inbox_key', ['consumer', 'event_id'])
    .execute();
}
