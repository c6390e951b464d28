import type { Database } from '../common/database/database.ts';
import type { Migration } from '../common/database/migration.ts';
import { createIndex } from '../common/database/repeatable.ts';

/** Who may read which calendar without signing in; only the hash of a token is kept. */
export interface CalendarTables {
  feeds: FeedRow;
}

export interface FeedRow {
  feed_id: string;
  /** SHA-256 of the token, hex. */
  token_hash: string;
  employee_id: string;
  kind: 'person' | 'department';
  department: string | null;
  /** 1: made by HR, who may see every department. */
  sees_all: number;
  locale: string;
  created_at: number;
}

export type CalendarDatabase = Database<CalendarTables>;

export const migrations: readonly Migration[] = [
  {
    name: 'calendar_0001_feeds',
    async up(db, columns) {
      await db.schema
        .createTable('feeds')
        .ifNotExists()
        .addColumn('feed_id', columns.uuid, (column) => column.primaryKey())
        .addColumn('token_hash', columns.key, (column) => column.notNull().unique())
        .addColumn('employee_id', columns.key, (column) => column.notNull())
        .addColumn('kind', columns.key, (column) => column.notNull())
        .addColumn('department', columns.text)
        .addColumn('sees_all', columns.flag, (column) => column.notNull())
        .addColumn('locale', columns.key, (column) => column.notNull())
        .addColumn('created_at', columns.instant, (column) => column.notNull())
        .execute();
      await createIndex(db, 'feeds_owner', 'feeds', ['employee_id']);
    },
  },
];
