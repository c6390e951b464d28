import { type RawBuilder, sql } from 'kysely';
import type { DatabaseKind } from './opened.ts';

const binary = 'character set utf8mb4 collate utf8mb4_bin';

const types = {
  uuid: { sqlite: 'text', mysql: `char(36) ${binary}` },
  /** A key or short text, at most 255 characters. */
  key: { sqlite: 'text', mysql: `varchar(255) ${binary}` },
  /** Text of any length (16 MiB on MySQL). */
  text: { sqlite: 'text', mysql: `mediumtext ${binary}` },
  /** JSON as text. */
  json: { sqlite: 'text', mysql: `mediumtext ${binary}` },
  /** Epoch ms. */
  instant: { sqlite: 'integer', mysql: 'bigint' },
  /** `YYYY-MM-DD`. */
  date: { sqlite: 'text', mysql: `char(10) ${binary}` },
  /** Days as whole millionths, or any whole number up to 2^53. */
  integer: { sqlite: 'integer', mysql: 'bigint' },
  /** 0 or 1. */
  flag: { sqlite: 'integer', mysql: 'tinyint' },
  /** Bytes, at most 16 MiB. */
  bytes: { sqlite: 'blob', mysql: 'mediumblob' },
  /** 1, 2, 3, …, given by the database. */
  sequence: { sqlite: 'integer', mysql: 'bigint' },
} as const satisfies Record<string, Record<DatabaseKind, string>>;

export type ColumnType = keyof typeof types;

/** Column types that mean the same in both databases: text compares by bytes, instants are epoch ms. */
export type Columns = Readonly<Record<ColumnType, RawBuilder<unknown>>>;

/** The column types of a database, for migrations. */
export const columnsOf = (kind: DatabaseKind): Columns =>
  Object.fromEntries(Object.entries(types).map(([name, type]) => [name, sql.raw(type[kind])])) as Columns;
