import type { Kysely, RawBuilder } from 'kysely';
import { codeOf } from './errors.ts';

// Changes of a table that may be asked for again, as MySQL needs it: its statements cannot ask whether they are done.

/** Makes an index, unless it is there. */
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
  try {
    await (unique ? index.unique() : index).execute();
  } catch (error) {
    if (codeOf(error) !== 'ER_DUP_KEYNAME') throw error;
  }
}

/** Adds a column, unless it is there: with `value` in every row and not null, or null. */
export async function addColumn(
  db: Kysely<unknown>,
  table: string,
  { name, type, value }: { readonly name: string; readonly type: RawBuilder<unknown>; readonly value?: number },
): Promise<void> {
  if (await hasColumn(db, table, name)) return;
  const added = db.schema.alterTable(table);
  await added
    .addColumn(name, type, (column) => (value === undefined ? column : column.notNull().defaultTo(value)))
    .execute();
}

/** Drops a column, unless it is gone. */
export async function dropColumn(db: Kysely<unknown>, table: string, name: string): Promise<void> {
  if (await hasColumn(db, table, name)) await db.schema.alterTable(table).dropColumn(name).execute();
}

async function hasColumn(db: Kysely<unknown>, table: string, name: string): Promise<boolean> {
  const found = (await db.introspection.getTables()).find((one) => one.name === table);
  return found?.columns.some((column) => column.name === name) ?? false;
}
