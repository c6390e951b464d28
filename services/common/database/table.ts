import type { Generated } from 'kysely';
import type { ColumnType } from './columns.ts';

/** A column of a table, which holds `T` in TypeScript. */
export interface Column<T = unknown> {
  readonly type: ColumnType;
  /** Of several columns that are `primary`, all together are the key. */
  readonly is: 'primary' | 'unique' | 'not null' | 'nullable';
  /** Known to the compiler alone. */
  readonly holds?: T;
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

const holding =
  <Base>(type: ColumnType) =>
  <T extends Base = Base>(): Column<T> => ({ type, is: 'not null' });

export const uuid = holding<string>('uuid');
export const key = holding<string>('key');
export const text = holding<string>('text');
export const json = holding<string>('json');
export const date = holding<string>('date');
export const instant = holding<number>('instant');
export const integer = holding<number>('integer');
export const flag = holding<number>('flag');

/** The primary key, numbered by the database. */
export const sequence = (): Column<Generated<number>> => ({ type: 'sequence', is: 'primary' });

export const primary = <T>(column: Column<T>): Column<T> => ({ ...column, is: 'primary' });
export const unique = <T>(column: Column<T>): Column<T> => ({ ...column, is: 'unique' });
export const nullable = <T>({ type }: Column<T>): Column<T | null> => ({ type, is: 'nullable' });
