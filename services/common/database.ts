import type { Kysely, Transaction } from 'kysely';
import type { Log } from '#lib/log.ts';
import type { CommonTables } from './tables.ts';

export type DatabaseKind = 'sqlite' | 'mysql';

/** The tables that every service has, and those of its own. */
export type Tables<DB> = DB & CommonTables;

/** A service's database. On SQLite there is one connection: inside a transaction use `trx` alone, `db` would wait for ever. */
export interface Database<DB = unknown> {
  readonly db: Kysely<Tables<DB>>;
  readonly kind: DatabaseKind;
  /** File (SQLite), or name of the database (MySQL). */
  readonly place: string;
  /**
   * A business transaction, READ COMMITTED on MySQL, BEGIN IMMEDIATE on SQLite; `work` runs again (up to five times) after a deadlock
   * or a busy database, so it must have no effect but through `trx`. After the commit runs what `afterCommit` was given.
   */
  transaction<T>(work: (trx: Transaction<Tables<DB>>) => Promise<T>): Promise<T>;
  /** Whether it answers. */
  answers(): Promise<boolean>;
  close(): Promise<void>;
}

export interface DatabaseSettings {
  /** mysql://user:password@host:3306/base, whose database `<base>_<name>` is made when it is missing; unset: a SQLite file. */
  readonly DATABASE_URL?: string | undefined;
  /** Folder of local data; the file is `<LEAVELINE_DATA>/services/<name>.sqlite`. */
  readonly LEAVELINE_DATA: string;
}

/** Opens, and waits for, the database of the service `name`. */
export function openDatabase<DB>(_name: string, _settings: DatabaseSettings, _log: Log): Promise<Database<DB>> {
  throw new Error('not built yet');
}

/** Runs `callback` once the transaction has committed; not at all when it rolls back. */
export function afterCommit(_trx: object, _callback: () => void): void {
  throw new Error('not built yet');
}

/** `select … for update` where the database locks rows; SQLite's transactions hold the whole file already. */
export const locking = <Q extends { forUpdate(): Q }>(kind: DatabaseKind, query: Q): Q =>
  kind === 'mysql' ? query.forUpdate() : query;
