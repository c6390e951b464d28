import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import BetterSqlite, { type Statement } from 'better-sqlite3';
import { Kysely, type SqliteDatabase, SqliteDialect, type SqliteStatement } from 'kysely';
import type { Opened } from './opened.ts';

/**
 * The wait for another process' transaction stops this one whole, so it is short; transactions then try again by
 * themselves.
 */
const busyMs = 100;

/** Opens (or makes) the file of a service, durable to the last commit. */
export function openSqlite(name: string, folder: string): Opened {
  const place = join(folder, 'services', `${name}.sqlite`);
  mkdirSync(dirname(place), { recursive: true, mode: 0o700 });
  const file = new BetterSqlite(place, { timeout: busyMs });
  file.pragma('journal_mode = WAL');
  file.pragma('synchronous = FULL');
  file.pragma('foreign_keys = ON');
  return { db: new Kysely({ dialect: new SqliteDialect({ database: forKysely(file) }) }), kind: 'sqlite', place };
}

/** Transactions take the write lock when they begin: one that read first and then had to wait could never go on. */
function forKysely(file: BetterSqlite.Database): SqliteDatabase {
  return {
    close: () => void file.close(),
    prepare: (text) => statement(file.prepare(text === 'begin' ? 'begin immediate' : text)),
  };
}

/** SQLite has no booleans: they are stored as 1 and 0, as MySQL does. */
function statement(prepared: Statement): SqliteStatement {
  const storable = (values: readonly unknown[]) =>
    values.map((value) => (typeof value === 'boolean' ? Number(value) : value));
  return {
    reader: prepared.reader,
    all: (values) => prepared.all(...storable(values)),
    run: (values) => prepared.run(...storable(values)),
    iterate: (values) => prepared.iterate(...storable(values)) as IterableIterator<unknown>,
  };
}
