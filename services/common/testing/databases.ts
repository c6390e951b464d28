import type { Database } from '../database.ts';
import type { Migration } from '../migrations.ts';

/** For `describe.each(databases)`. */
export const databases = ['sqlite', 'mysql'] as const;

export interface TestDatabase<DB> extends Database<DB> {
  /** Settings that open the same database again, in this process or another. */
  readonly env: Readonly<Record<string, string>>;
  /** Closes it and removes every trace. */
  drop(): Promise<void>;
}

/** A fresh, migrated database of its own: a SQLite file, or a database on the local MariaDB (`TEST_DATABASE_URL`). */
export function testDatabase<DB>(
  _kind: (typeof databases)[number],
  _migrations: readonly Migration[] = [],
): Promise<TestDatabase<DB>> {
  throw new Error('not built yet');
}
