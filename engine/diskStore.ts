import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { retrying } from '#lib/timing.ts';
import type { ByteStore, ChangelogPosition } from './byteStore.ts';

const schema = `
  PRAGMA locking_mode = EXCLUSIVE;
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  PRAGMA cache_size = -16384;
  CREATE TABLE IF NOT EXISTS entry (key TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS position (id INTEGER PRIMARY KEY CHECK (id = 1), cluster TEXT, next TEXT, written_at INTEGER);
`;

/** The store is open in another process, which is about to let go of it or does not know yet that it lost the task. */
export class StoreInUse extends Error {
  override readonly name = 'StoreInUse';
}

/**
 * A store in the folder `dir`: SQLite in WAL mode, locked for this process. A crash of the process loses nothing that
 * was written; a crash of the machine may lose the last writes, position and data together, and the changelog brings
 * them back. Throws StoreInUse while another process has it.
 */
export function diskStore(dir: string): ByteStore {
  mkdirSync(dir, { recursive: true });
  return new Disk(open(join(dir, 'store.db')));
}

/** As `diskStore`; a predecessor in another process may need a moment to notice that it has lost the task. */
export const awaitDiskStore = (dir: string): Promise<ByteStore> =>
  retrying(() => diskStore(dir), {
    withinMs: 10_000,
    backoff: { firstMs: 100, maxMs: 200 },
    passes: (error) => error instanceof StoreInUse,
  });

function open(file: string): DatabaseSync {
  const database = new DatabaseSync(file);
  try {
    database.exec(schema);
    // Takes the write lock now, and the exclusive mode keeps it.
    database.exec('BEGIN IMMEDIATE; COMMIT');
    return database;
  } catch (error) {
    database.close();
    if (/locked|busy/i.test(String(error))) throw new StoreInUse(`${file} is open in another process`);
    throw error;
  }
}

/** Most ranges are one entity's few entries; long ones are read in pages. */
const firstPage = 16;
const nextPages = 256;

class Disk implements ByteStore {
  readonly #database: DatabaseSync;
  readonly #get: StatementSync;
  readonly #page: StatementSync;
  readonly #put: StatementSync;
  readonly #remove: StatementSync;
  readonly #place: StatementSync;
  #position: ChangelogPosition | undefined;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#get = database.prepare('SELECT value FROM entry WHERE key = ?');
    this.#page = database.prepare('SELECT key, value FROM entry WHERE key >= ? ORDER BY key LIMIT ?');
    this.#put = database.prepare('INSERT INTO entry VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value');
    this.#remove = database.prepare('DELETE FROM entry WHERE key = ?');
    this.#place = database.prepare('INSERT OR REPLACE INTO position VALUES (1, ?, ?, ?)');
    this.#position = readPosition(database);
  }

  get position(): ChangelogPosition | undefined {
    return this.#position;
  }

  get(key: string): Buffer | undefined {
    const row = this.#get.get(key);
    return row === undefined ? undefined : bytes(row.value);
  }

  *range(prefix: string): Iterable<readonly [string, Buffer]> {
    let size = firstPage;
    for (let from: string | undefined = prefix; from !== undefined; size = nextPages) {
      const rows: ReturnType<StatementSync['all']> = this.#page.all(from, size);
      from = rows.length < size ? undefined : `${rows.at(-1)?.key}\0`;
      for (const row of rows) {
        if (!String(row.key).startsWith(prefix)) return;
        yield [String(row.key), bytes(row.value)];
      }
    }
  }

  write(entries: Iterable<readonly [string, Buffer | null]>, position: ChangelogPosition): void {
    this.#atomically(() => {
      for (const [key, value] of entries) {
        if (value === null) this.#remove.run(key);
        else this.#put.run(key, value);
      }
      this.#place.run(position.cluster, String(position.offset), position.writtenAt);
    });
    this.#position = position;
  }

  wipe(): void {
    this.#atomically(() => this.#database.exec('DELETE FROM entry; DELETE FROM position'));
    this.#position = undefined;
  }

  close(): void {
    this.#database.close();
  }

  #atomically(change: () => void): void {
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      change();
      this.#database.exec('COMMIT');
    } catch (error) {
      this.#database.exec('ROLLBACK');
      throw error;
    }
  }
}

function readPosition(database: DatabaseSync): ChangelogPosition | undefined {
  const row = database.prepare('SELECT cluster, next, written_at FROM position').get();
  return row && { cluster: String(row.cluster), offset: BigInt(String(row.next)), writtenAt: Number(row.written_at) };
}

function bytes(value: unknown): Buffer {
  const view = value as Uint8Array;
  return Buffer.from(view.buffer, view.byteOffset, view.byteLength);
}
