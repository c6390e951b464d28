import { type ColumnDefinitionBuilder, type CreateTableBuilder, type Kysely, sql } from 'kysely';
import type { Columns } from './columns.ts';
import { codeOf } from './errors.ts';
import type { Step } from './migration.ts';
import type { Column, Table } from './table.ts';

// Steps of migrations that may be asked for again, as MySQL needs it: its statements cannot ask whether they are done.

/** Makes tables, unless they are there. */
export const createTables =
  (...tables: readonly Table[]): Step =>
  async (db, columns) => {
    for (const one of tables) await createTable(db, columns, one);
  };

async function createTable(db: Kysely<unknown>, types: Columns, { name, columns }: Table): Promise<void> {
  const keys = Object.keys(columns).filter((column) => columns[column]?.is === 'primary');
  let made: CreateTableBuilder<string, string> = db.schema.createTable(name).ifNotExists();
  for (const [column, { type, is }] of Object.entries(columns)) {
    const one = { type, is: is === 'primary' && keys.length > 1 ? 'not null' : is } as const;
    made = made.addColumn(column, types[type], (builder) => constrained(builder, one));
  }
  if (keys.length > 1) made = made.addPrimaryKeyConstraint(`${name}_key`, keys);
  await made.execute();
}

function constrained(builder: ColumnDefinitionBuilder, { type, is }: Column): ColumnDefinitionBuilder {
  if (is === 'nullable') return builder;
  if (is === 'primary') return type === 'sequence' ? builder.primaryKey().autoIncrement() : builder.primaryKey();
  return is === 'unique' ? builder.notNull().unique() : builder.notNull();
}

/** Makes an index, unless it is there. */
export const createIndex =
  <C extends Table['columns']>(
    { name: table }: Table<C>,
    name: string,
    columns: readonly (keyof C & string)[],
    unique = false,
  ): Step =>
  async (db) => {
    const names: string[] = [...columns];
    const index = db.schema.createIndex(name).on(table).columns(names);
    try {
      await (unique ? index.unique() : index).execute();
    } catch (error) {
      if (codeOf(error) !== 'ER_DUP_KEYNAME') throw error;
    }
  };

/** Adds a column, unless it is there: with `value` in every row and not null, or null. */
export const addColumn =
  (table: string, name: string, type: Column['type'], value?: number): Step =>
  async (db, columns) => {
    if (await hasColumn(db, table, name)) return;
    await db.schema
      .alterTable(table)
      .addColumn(name, columns[type], (column) => (value === undefined ? column : column.notNull().defaultTo(value)))
      .execute();
  };

/** Drops a column, unless it is gone. */
export const dropColumn =
  (table: string, name: string): Step =>
  async (db) => {
    if (await hasColumn(db, table, name)) await db.schema.alterTable(table).dropColumn(name).execute();
  };

export const dropTable =
  (table: string): Step =>
  (db) =>
    db.schema.dropTable(table).ifExists().execute();

/**
 * Makes a table anew as it is written now, for what SQLite's `alter table` has no words for; `added` are the values (SQL) of its rows in
 * columns that are new. Its indexes and triggers go with the old one.
 */
export const remakeTable =
  ({ name, columns }: Table, added: Readonly<Record<string, string>> = {}): Step =>
  async (db, types) => {
    const [first] = Object.keys(added);
    if (first !== undefined && (await hasColumn(db, name, first))) return;
    const next = `${name}_next`;
    // Without the old table the copy is complete.
    if (await hasTable(db, name)) {
      await db.schema.dropTable(next).ifExists().execute();
      await createTable(db, types, { name: next, columns });
      const names = Object.keys(columns);
      const values = names.map((column) => added[column] ?? column);
      await sql.raw(`insert into ${next} (${names.join(', ')}) select ${values.join(', ')} from ${name}`).execute(db);
      await db.schema.dropTable(name).execute();
    }
    await db.schema.alterTable(next).renameTo(name).execute();
  };

const hasTable = async (db: Kysely<unknown>, table: string): Promise<boolean> =>
  (await db.introspection.getTables()).some(({ name }) => name === table);

async function hasColumn(db: Kysely<unknown>, table: string, name: string): Promise<boolean> {
  const found = (await db.introspection.getTables()).find((one) => one.name === table);
  return found?.columns.some((column) => column.name === name) ?? false;
}
