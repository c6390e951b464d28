import { mkdirSync, readFileSync } from 'node:fs';
import { totalmem } from 'node:os';
import { join, resolve } from 'node:path';
import type { Session } from 'chdb';
import { grantArguments } from './grants.ts';
import { literal } from './sql.ts';

/** What the engine's own parser says of a text. */
interface Analysis {
  readonly statements: number;
  /** Leaves no trace: SELECT, SHOW, DESCRIBE, EXPLAIN. */
  readonly readOnly: boolean;
}

/** ClickHouse inside this process. One data directory per process, any number of independent sessions on it. */
export interface Engine {
  readonly version: string;
  /** A connection of its own: settings, parameters, current database and temporary tables are nobody else's. */
  open(): Session;
  analyze(sql: string): Promise<Analysis>;
  /** Stops the running query of this `log_comment`; nothing when there is none. */
  kill(tag: string): Promise<void>;
  /** Waits for what still runs and lets go of the directory. */
  close(): Promise<void>;
}

const GiB = 2 ** 30;

/** Sized for a machine that runs everything else too; the rest are ClickHouse's defaults. */
const serverSettings = (): readonly string[] => [
  `--max_server_memory_usage=${Math.round(Math.min(6 * GiB, totalmem() * 0.4))}`,
  `--mark_cache_size=${GiB / 4}`,
  `--primary_index_cache_size=${GiB / 4}`,
  '--background_pool_size=2',
  '--background_schedule_pool_size=4',
  '--background_common_pool_size=2',
  '--background_move_pool_size=1',
  '--background_fetches_pool_size=1',
  '--background_distributed_schedule_pool_size=1',
  '--background_message_broker_schedule_pool_size=1',
];

/** Opens the data directory, which is made when it is missing. Throws one sentence when it cannot be had. */
export async function openEngine(dataDir: string): Promise<Engine> {
  const directory = resolve(dataDir);
  const { chdb, durable } = await loadChdb();
  const keeper = new durable.ChdbNodeEngine({ extraArgs: [...serverSettings(), ...grantArguments(directory)] });
  mkdirSync(join(directory, 'backups'), { recursive: true });
  await keeper
    .start({ dataPath: directory, backupsAllowedPath: join(directory, 'backups') })
    .catch((error: Error) => Promise.reject(openingError(error, directory)));
  const open = (): Session => new chdb.Session(directory);
  return {
    version: await keeper.version(),
    open,
    analyze: async (sql) => {
      const { statementCount, queryClass } = await keeper.analyze(sql, 'leaveline');
      return { statements: statementCount, readOnly: queryClass === 0 };
    },
    kill: (tag) => killQuery(open(), tag),
    close: async () => {
      await chdb.drainPending();
      await keeper.close();
    },
  };
}

async function loadChdb() {
  try {
    return { chdb: await import('chdb'), durable: await import('chdb/durable/node') };
  } catch (error) {
    throw new Error(
      `ClickHouse's engine (the npm package chdb) is not installed or does not run on ${process.platform}-${process.arch}: ` +
        `${(error as Error).message} Install with optional dependencies, or set CLICKHOUSE_URL to a ClickHouse server.`,
    );
  }
}

/** ASYNC, because SYNC would wait for a thread that this very thread must feed. */
async function killQuery(session: Session, tag: string): Promise<void> {
  try {
    await session.queryAsync(`KILL QUERY WHERE Settings['log_comment'] = ${literal(tag)} ASYNC`);
  } finally {
    session.close();
  }
}

/** The engine says why only on its stderr; who holds the directory stands in its status file. */
function openingError(error: Error, directory: string): Error {
  const holder = holderOf(directory);
  if (holder === null) return new Error(`ClickHouse cannot open ${directory}: ${error.message}`);
  const held = `Another instance holds the directory ${directory} (process ${holder}).`;
  return new Error(`${held} Stop it, or set CLICKHOUSE_DATA to another directory.`);
}

/** The living process, other than this one, that the directory's status file names. */
function holderOf(directory: string): number | null {
  try {
    const pid = Number(/PID: (\d+)/.exec(readFileSync(join(directory, 'status'), 'utf8'))?.[1]);
    return pid !== process.pid && process.kill(pid, 0) ? pid : null;
  } catch {
    return null;
  }
}
