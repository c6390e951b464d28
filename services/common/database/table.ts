import type { Generated } from 'kysely';
import type { ColumnType } from './columns.ts';

/** A column of a table, which holds `T` in TypeScript; not null, unless it says so. */
export interface Column<T = unknown> {
  readonly type: ColumnType;
  /** Of several columns that are `primary`, all together are the key. */
  readonly is: 'primary' | 'unique' | 'not null' | 'nullable';
  /** Known to the compiler alone. */
  readonly holds?: T;
  primary(): Column<T>;
  unique(): Column<T>;
  nullable(): Column<T | null>;
}

/** A table, written once: migrations make it, and its rows have the types of its columns. */
export interface Table<C extends Readonly<Record<string, Column>> = Readonly<Record<string, Column>>> {
  readonly name: string;
  readonly columns: C;
}

export type RowOf<T extends Table> = {
  -readonly [name in keyof T['columns']]: T['columns'][name] extends Column<infer Value> ? Value : never;
};

export const table = <const C extends Readonly<Record<string, Column>>>(name: string, columns: C): Table<C> => ({
  name,
  columns,
});

const holding = <T>(type: ColumnType, is: Column['is'] = 'not null'): Column<T> => ({
  type,
  is,
  primary: () => holding(type, 'primary'),
  unique: () => holding(type, 'unique'),
  nullable: () => holding(type, 'nullable'),
});

/**
 * Columns by type; see columns.ts. What of its type one may hold can be said: `column.key<'reset' | 'registration'>()`.
 */
export const column = {
  uuid: <T extends string = string>() => holding<T>('uuid'),
  key: <T extends string = string>() => holding<T>('key'),
  text: <T extends string = string>() => holding<T>('text'),
  json: <T extends string = string>() => holding<T>('json'),
  date: <T extends string = string>() => holding<T>('date'),
  instant: () => holding<number>('instant'),
  integer: () => holding<number>('integer'),
  flag: () => holding<number>('flag'),
  /** The primary key, numbered by the database. */
  sequence: () => holding<Generated<number>>('sequence', 'primary'),
};
