import { type RawBuilder, sql } from 'kysely';
import type { DatabaseKind } from './opened.ts';

/** Column types that mean the same in both databases: text compares by bytes, instants are epoch ms. */
export interface Columns {
  readonly uuid: RawBuilder<unknown>;
  /** A key or short text, at most 255 characters. */
  readonly key: RawBuilder<unknown>;
  /** Text of any length (16 MiB on MySQL). */
  readonly text: RawBuilder<unknown>;
  /** JSON as text. */
  readonly json: RawBuilder<unknown>;
  /** Epoch ms. */
  readonly instant: RawBuilder<unknown>;
  /** `YYYY-MM-DD`. */
  readonly date: RawBuilder<unknown>;
  /** Days as whole millionths, or any whole number up to 2^53. */
  readonly integer: RawBuilder<unknown>;
  /** 0 or 1. */
  readonly flag: RawBuilder<unknown>;
  /** Bytes, at most 16 MiB. */
  readonly bytes: RawBuilder<unknown>;
  /** For `.addColumn('seq', columns.sequence, (column) => column.primaryKey().autoIncrement())`. */
  readonly sequence: RawBuilder<unknown>;
}

const binary = 'character set utf8mb4 collate utf8mb4_bin';

const sqlite = {
  uuid: 'text',
  key: 'text',
  text: 'text',
  json: 'text',
  instant: 'integer',
  date: 'text',
  integer: 'integer',
  flag: 'integer',
  bytes: 'blob',
  sequence: 'integer',
};

const mysql = {
  uuid: `char(36) ${binary}`,
  key: `varchar(255) ${binary}`,
  text: `mediumtext ${binary}`,
  json: `mediumtext ${binary}`,
  instant: 'bigint',
  date: `char(10) ${binary}`,
  integer: 'bigint',
  flag: 'tinyint',
  bytes: 'mediumblob',
  sequence: 'bigint',
};

/** The column types of a database, for migrations. */
export function columnsOf(kind: DatabaseKind): Columns {
  const names = kind === 'sqlite' ? sqlite : mysql;
  return Object.fromEntries(Object.entries(names).map(([name, type]) => [name, sql.raw(type)])) as unknown as Columns;
}
