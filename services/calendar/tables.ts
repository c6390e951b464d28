import type { Database } from '../common/database/database.ts';
import { type Migration, migration } from '../common/database/migration.ts';
import { createIndex, createTables } from '../common/database/repeatable.ts';
import {
  flag,
  instant,
  key,
  nullable,
  primary,
  type RowOf,
  table,
  text,
  unique,
  uuid,
} from '../common/database/table.ts';

/** Who may read which calendar without signing in; only the hash of a token is kept. */
export interface CalendarTables {
  feeds: FeedRow;
}

export const feeds = table('feeds', {
  feed_id: primary(uuid()),
  /** SHA-256 of the token, hex. */
  token_hash: unique(key()),
  employee_id: key(),
  kind: key<'person' | 'department'>(),
  department: nullable(text()),
  /** 1: made by HR, who may see every department. */
  sees_all: flag(),
  locale: key(),
  created_at: instant(),
});

export type FeedRow = RowOf<typeof feeds>;

export type CalendarDatabase = Database<CalendarTables>;

export const migrations: readonly Migration[] = [
  migration('calendar_0001_feeds', createTables(feeds), createIndex(feeds, 'feeds_owner', ['employee_id'])),
];
