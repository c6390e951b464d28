import BetterSqlite from 'better-sqlite3';
import { type Kysely, sql } from 'kysely';
import { sleep } from '#lib/timing.ts';
import { type Database, narrow } from './database.ts';
import { isPassing, isUnreachable } from './errors.ts';

/**
 * Runs `work` while this process alone holds the lock `name` of a database (GET_LOCK on MySQL, a locked file beside
 * SQLite's, both let go by the system when the holder dies); when another has it, waits for it. `signal` is aborted
 * when the lock is lost or `stopping` is; `work` must end then, and is begun again when the lock was lost. Resolves
 * when `work` has ended by itself or by `stopping`.
 */
export async function whileAlone<DB>(
  database: Database<DB>,
  name: string,
  stopping: AbortSignal,
  work: (signal: AbortSignal) => Promise<void>,
): Promise<void> {
  while (!stopping.aborted) {
    const lost = new AbortController();
    const alone = async () => {
      await work(AbortSignal.any([stopping, lost.signal]));
      return !lost.signal.aborted;
    };
    const hold =
      database.kind === 'mysql'
        ? holdMysql(database, name, stopping, lost, alone)
        : holdFile(`${database.place}.${name}.lock`, stopping, alone);
    if (await hold) return;
    await sleep(waitMs, stopping);
  }
}

const waitMs = 250;
const beatMs = 2_000;

type Attempt = Promise<boolean>;

/** SQLite's own lock on an empty file of its own: whoever dies lets go at once. */
async function holdFile(path: string, stopping: AbortSignal, work: () => Attempt): Attempt {
  const file = new BetterSqlite(path, { timeout: 0 });
  try {
    while (!lockFile(file)) {
      await sleep(waitMs, stopping);
      if (stopping.aborted) return false;
    }
    return await work();
  } finally {
    file.close();
  }
}

function lockFile(file: BetterSqlite.Database): boolean {
  try {
    file.exec('begin exclusive');
    return true;
  } catch (error) {
    if (isPassing(error)) return false;
    throw error;
  }
}

/** The lock belongs to a connection, which is watched; a connection that dies takes the lock with it. */
async function holdMysql<DB>(
  { db, place }: Database<DB>,
  name: string,
  stopping: AbortSignal,
  lost: AbortController,
  work: () => Attempt,
): Attempt {
  const key = `${place}.${name}`.slice(-64);
  try {
    return await db.connection().execute(async (connection) => {
      while (!(await ask(narrow<unknown>(connection), sql`get_lock(${key}, 1) = 1`)))
        if (stopping.aborted) return false;
      return withBeat(narrow<unknown>(connection), key, lost, work);
    });
  } catch (error) {
    if (!isUnreachable(error)) throw error;
    return false;
  }
}

async function withBeat(connection: Kysely<unknown>, key: string, lost: AbortController, work: () => Attempt): Attempt {
  const ours = () => ask(connection, sql`is_used_lock(${key}) = connection_id()`).catch(() => false);
  const done = new AbortController();
  const beating = (async () => {
    while (!done.signal.aborted) {
      await sleep(beatMs, done.signal);
      if (!done.signal.aborted && !(await ours())) lost.abort();
      if (lost.signal.aborted) return;
    }
  })();
  try {
    return await work();
  } finally {
    done.abort();
    await beating;
    await ask(connection, sql`release_lock(${key})`).catch(() => false);
  }
}

async function ask(connection: Kysely<unknown>, condition: ReturnType<typeof sql>): Promise<boolean> {
  const { rows } = await sql<{ yes: number | null }>`select ${condition} as yes`.execute(connection);
  return rows[0]?.yes === 1;
}
