import type { Kysely } from 'kysely';
import { codeOf } from './errors.ts';

/** Makes an index, unless it is there: MySQL's `create index` cannot ask. */
export async function createIndex(
  db: Kysely<unknown>,
  name: string,
  table: string,
  columns: readonly string[],
  unique = false,
): Promise<void> {
  const index = db.schema
    .createIndex(name)
    .on(table)
    .columns([...columns]);
  await unlessThere(() => (unique ? index.unique() : index).execute());
}

async function unlessThere(make: () => Promise<void>): Promise<void> {
  try {
    await make();
  } catch (error) {
    if (codeOf(error) !== 'ER_DUP_KEYNAME') throw error;
  }
}
