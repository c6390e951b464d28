import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { passwordsIn, urlOf } from './users.ts';

export interface ClickHouse {
  /** For `createClient({ url })`, as the user who writes. */
  readonly url: string;
  readonly pid: number;
  /** SIGTERM; resolves when the process is gone and the directory is free. */
  stop(): Promise<void>;
  /** For tests of crashes. */
  kill(signal: NodeJS.Signals): Promise<void>;
}

/** Threads of the child's pool: eight statements at one time, and eight for files and names. */
const threads = 16;

const main = fileURLToPath(new URL('./main.ts', import.meta.url));

/**
 * Starts ClickHouse in a child process and waits until it answers. `port` 0 takes any free one. The child ends with
 * this process. Throws one sentence when it cannot start.
 */
export async function startClickHouse(options: {
  readonly dataDir: string;
  readonly port: number;
}): Promise<ClickHouse> {
  const child = spawn(process.execPath, [main], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: {
      ...process.env,
      CLICKHOUSE_DATA: options.dataDir,
      CLICKHOUSE_PORT: String(options.port),
      UV_THREADPOOL_SIZE: String(threads),
      LEAVELINE_SUPERVISED: '1',
      LOG_LEVEL: 'info',
    },
  });
  const port = await listening(child);
  const exited = once(child, 'exit');
  async function kill(signal: NodeJS.Signals) {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill(signal);
    await exited;
  }
  const url = urlOf('sinks', passwordsIn(options.dataDir), port);
  return { url, pid: child.pid ?? 0, kill, stop: () => kill('SIGTERM') };
}

/** The port, once its first line says so; else what it complained of. */
async function listening(child: ChildProcess): Promise<number> {
  let complaint = '';
  child.stderr?.on('data', (chunk) => {
    complaint = `${complaint}${chunk}`.slice(-4_000);
  });
  return new Promise((resolve, reject) => {
    let output = '';
    child.stdout?.on('data', (chunk) => {
      output = `${output}${chunk}`.slice(-10_000);
      const port = /"port":(\d+)/.exec(output)?.[1];
      if (port) resolve(Number(port));
    });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(ownWords(complaint) || `ClickHouse ended with code ${code}.`)));
  });
}

/** Without the lines that the engine itself writes. */
const ownWords = (complaint: string): string =>
  complaint
    .split('\n')
    .filter((line) => !line.startsWith('Code: '))
    .join('\n')
    .trim();
