import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { until } from '#lib/timing.ts';

/** A process that cannot be mistaken for a later one with the same id. */
interface ProcessId {
  readonly pid: number;
  /** The kernel's start time, as text. */
  readonly started: string;
}

/** When the process started, as the kernel says it; null when there is none (a zombie counts as none). */
export function startedAt(pid: number): string | null {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return fields[0] === 'Z' ? null : (fields[19] ?? null);
  } catch {
    return process.platform === 'linux' ? null : askPs(pid);
  }
}

function askPs(pid: number): string | null {
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || null;
  } catch {
    return null;
  }
}

const fileOf = (dataDir: string, name: string): string => join(dataDir, 'run', `${name}.json`);

/** Writes down which process carries the name in this data folder. */
export function remember(dataDir: string, name: string, pid: number): void {
  const file = fileOf(dataDir, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify({ pid, started: startedAt(pid) }));
}

/** Forgets the process of that name, if it is still the one with this id. */
export function forget(dataDir: string, name: string, pid: number): void {
  if (recorded(dataDir, name)?.pid === pid) rmSync(fileOf(dataDir, name), { force: true });
}

/** The id of the process that carries the name, if it still runs; a reused id does not count. */
export function running(dataDir: string, name: string): number | null {
  const id = recorded(dataDir, name);
  return id?.started && startedAt(id.pid) === id.started ? id.pid : null;
}

function recorded(dataDir: string, name: string): ProcessId | null {
  try {
    return JSON.parse(readFileSync(fileOf(dataDir, name), 'utf8'));
  } catch {
    return null;
  }
}

/** Ends what an earlier start left running under this name: SIGTERM to its group, SIGKILL after 15 s. */
export async function stopOrphan(dataDir: string, name: string, progress?: (text: string) => void): Promise<void> {
  const pid = running(dataDir, name);
  if (pid === null) return;
  const gone = () => (running(dataDir, name) === null ? null : `stopping the ${name} of an earlier start`);
  signalGroup(pid, 'SIGTERM');
  await until(gone, { what: name, withinMs: 15_000, progress }).catch(() => signalGroup(pid, 'SIGKILL'));
  await until(gone, { what: `the end of process ${pid}`, withinMs: 5_000 });
}

/** Signals every process of the group; nothing when it is gone already. */
export function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if (!['ESRCH', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
}

/**
 * Makes the folder, if need be, and closes it to everybody but its owner, whoever made it; what this process and its
 * children write from now on is their owner's alone too.
 */
export function keepForOwner(dataDir: string): void {
  process.umask(0o077);
  mkdirSync(dataDir, { recursive: true });
  chmodSync(dataDir, 0o700);
}

/** Takes the data folder for this process; throws one sentence when another start holds it. */
export function holdDataDir(dataDir: string): () => void {
  const holder = running(dataDir, 'start');
  if (holder !== null && holder !== process.pid) {
    throw new Error(
      `Leaveline is already running here (process ${holder}). Stop it with Ctrl-C in its terminal, ` +
        'or set LEAVELINE_DATA and the ports to run a second one.',
    );
  }
  remember(dataDir, 'start', process.pid);
  return () => forget(dataDir, 'start', process.pid);
}
