import { type Kysely, sql, type Transaction } from 'kysely';
import { type Log, warnOnce } from '#lib/log.ts';
import { retrying } from '#lib/timing.ts';
import { isPassing, isUnreachable } from './errors.ts';
import { openMysql } from './mysql.ts';
import type { DatabaseKind, Opened } from './opened.ts';
import { openSqlite } from './sqlite.ts';
import type { CommonTables } from './tables.ts';

/** The tables that every service has, and those of its own. */
export type Tables<DB> = DB & CommonTables;

/**
 * A service's database. On SQLite there is one connection: inside a transaction use `trx` alone, `db` would wait for
 * ever.
 */
export interface Database<DB = unknown> {
  readonly db: Kysely<Tables<DB>>;
  readonly kind: DatabaseKind;
  /** File (SQLite), or name of the database (MySQL). */
  readonly place: string;
  /**
   * A business transaction, READ COMMITTED on MySQL, BEGIN IMMEDIATE on SQLite; `work` runs again (for up to ten
   * seconds) after a deadlock or a busy database, so it must have no effect but through `trx`. After the commit runs
   * what `afterCommit` was given.
   */
  transaction<T>(work: (trx: Transaction<Tables<DB>>) => Promise<T>): Promise<T>;
  /** Reads the database of one moment, whatever others write meanwhile; `work` asks through `moment` alone. */
  snapshot<T>(work: (moment: Kysely<Tables<DB>>) => Promise<T>): Promise<T>;
  /** Whether it answers. */
  answers(): Promise<boolean>;
  close(): Promise<void>;
}

export interface DatabaseSettings {
  /**
   * mysql://user:password@host:3306/base, whose database `<base>_<name>` is made when it is missing; unset: a SQLite
   * file.
   */
  readonly DATABASE_URL?: string | undefined;
  /** Folder of local data; the file is `<LEAVELINE_DATA>/services/<name>.sqlite`. */
  readonly LEAVELINE_DATA: string;
}

/** Opens the database of the service `name`; waits, and says so once, while its server cannot be reached. */
export const openDatabase = <DB>(name: string, settings: DatabaseSettings, log: Log): Promise<Database<DB>> =>
  retrying(async () => asDatabase<DB>(await tried(await open(name, settings))), {
    passes: isUnreachable,
    failed: warnOnce(log, 'waiting for the database'),
  });

const open = (name: string, { DATABASE_URL, LEAVELINE_DATA }: DatabaseSettings): Opened | Promise<Opened> =>
  DATABASE_URL === undefined ? openSqlite(name, LEAVELINE_DATA) : openMysql(name, DATABASE_URL);

/** Kysely closes only what it has used. */
async function tried(opened: Opened): Promise<Opened> {
  await sql`select 1`.execute(opened.db);
  return opened;
}

function asDatabase<DB>({ db, kind, place }: Opened): Database<DB> {
  const typed: Kysely<Tables<DB>> = narrow(db);
  return {
    db: typed,
    kind,
    place,
    transaction: (work) => transact(typed, work),
    snapshot: (work) => atOneMoment(typed, kind, work),
    answers: () =>
      sql`select 1`.execute(db).then(
        () => true,
        () => false,
      ),
    close: () => db.destroy(),
  };
}

const transact = <DB, T>(db: Kysely<DB>, work: (trx: Transaction<DB>) => Promise<T>): Promise<T> =>
  retrying(() => transactOnce(db, work), {
    passes: isPassing,
    backoff: { firstMs: 20, maxMs: 200 },
    withinMs: 10_000,
  });

async function transactOnce<DB, T>(db: Kysely<DB>, work: (trx: Transaction<DB>) => Promise<T>): Promise<T> {
  const callbacks: (() => void)[] = [];
  const result = await db.transaction().execute((trx) => {
    waiting.set(trx, callbacks);
    return work(trx);
  });
  for (const callback of callbacks) callback();
  return result;
}

const beginnings: Readonly<Record<DatabaseKind, readonly string[]>> = {
  sqlite: ['begin deferred'],
  mysql: ['set transaction isolation level repeatable read', 'start transaction with consistent snapshot, read only'],
};

const atOneMoment = <DB, T>(db: Kysely<DB>, kind: DatabaseKind, work: (moment: Kysely<DB>) => Promise<T>): Promise<T> =>
  db.connection().execute(async (connection) => {
    for (const text of beginnings[kind]) await sql.raw(text).execute(connection);
    try {
      return await work(connection);
    } finally {
      await sql`rollback`.execute(connection);
    }
  });

/**
 * The same transaction for code that knows only its tables `Part`. That they are there is said by the type of what is
 * handed over: `<DB extends Part>(trx: Transaction<DB>)`.
 */
export const narrow = <Part>(trx: object): Transaction<Part> => trx as Transaction<Part>;

/** The same for a whole database. */
export const narrowDatabase = <Part>(database: object): Database<Part> => database as Database<Part>;

const waiting = new WeakMap<object, (() => void)[]>();

/** Runs `callback` once the transaction (of `Database.transaction`) has committed; not at all when it rolls back. */
export function afterCommit(trx: object, callback: () => void): void {
  waiting.get(trx)?.push(callback);
}

/** `select … for update` where the database locks rows; SQLite's transactions hold the whole file already. */
export const locking = <Q extends { forUpdate(): Q }>(kind: DatabaseKind, query: Q): Q =>
  kind === 'mysql' ? query.forUpdate() : query;
