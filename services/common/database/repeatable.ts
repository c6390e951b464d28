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
    const kind = is === 'primary' && keys.length > 1 ? 'not null' : is;
    made = made.addColumn(column, types[type], (builder) => constrained(builder, type, kind));
  }
  if (keys.length > 1) made = made.addPrimaryKeyConstraint(`${name}_key`, keys);
  await made.execute();
}

function constrained(
  builder: ColumnDefinitionBuilder,
  type: Column['type'],
  is: Column['is'],
): ColumnDefinitionBuilder {
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
  (table: string, name: string, type: Column['type'], value?: number | string): Step =>
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

export const isSqlite = (db: Kysely<unknown>): boolean => db.getExecutor().adapter.supportsReturning === true;

/**
 * Gives a table the keys that it has in code. SQLite has no words for that: there it is made anew, and its indexes and
 * triggers go.
 */
export const rekeyTable =
  (of: Table, onMysql: string): Step =>
  async (db, columns) => {
    if (isSqlite(db)) return remake(db, columns, of);
    try {
      await sql.raw(`alter table ${of.name} ${onMysql}`).execute(db);
    } catch (error) {
      if (codeOf(error) !== 'ER_CANT_DROP_FIELD_OR_KEY') throw error;
    }
  };

async function remake(db: Kysely<unknown>, types: Columns, { name, columns }: Table): Promise<void> {
  const next = `${name}_next`;
  const names = Object.keys(columns).join(', ');
  await createTable(db, types, { name: next, columns });
  await sql.raw(`insert into ${next} (${names}) select ${names} from ${name}`).execute(db);
  await db.schema.dropTable(name).execute();
  await db.schema.alterTable(next).renameTo(name).execute();
}

async function hasColumn(db: Kysely<unknown>, table: string, name: string): Promise<boolean> {
  const found = (await db.introspection.getTables()).find((one) => one.name === table);
  return found?.columns.some((column) => column.name === name) ?? false;
}
