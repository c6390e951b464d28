import type { Database } from '../common/database/database.ts';
import { type Migration, migration } from '../common/database/migration.ts';
import { createIndex, createTables } from '../common/database/repeatable.ts';
import { column, type RowOf, table } from '../common/database/table.ts';

/** Who may read which calendar without signing in; only the hash of a token is kept. */
export interface CalendarTables {
  feeds: FeedRow;
}

export const feeds = table('feeds', {
  feed_id: column.uuid().primary(),
  /** SHA-256 of the token, hex. */
  token_hash: column.key().unique(),
  employee_id: column.key(),
  kind: column.key<'person' | 'department'>(),
  department: column.text().nullable(),
  /** 1: made by HR, who may see every department. */
  sees_all: column.flag(),
  locale: column.key(),
  created_at: column.instant(),
});

export type FeedRow = RowOf<typeof feeds>;

export type CalendarDatabase = Database<CalendarTables>;

export const migrations: readonly Migration[] = [
  migration('calendar_0001_feeds', createTables(feeds), createIndex(feeds, 'feeds_owner', ['employee_id'])),
];
