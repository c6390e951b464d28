import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { forget, remember, signalGroup } from './processes.ts';

export interface Command {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
  readonly cwd?: string | undefined;
  readonly dataDir: string;
  /** Whether it has a channel to tell us what must not stand in a log. */
  readonly channel?: boolean;
}

/** A child process in a group of its own; its output goes to `<dataDir>/logs/<name>.log`. */
export interface Child {
  readonly pid: number;
  readonly logFile: string;
  /** Resolves when it is gone, however that came: its code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals>;
  /** Resolves with one sentence, its last lines included, when it is gone without `stop`. */
  readonly exited: Promise<string>;
  /** The same sentence, once it is gone; else null. */
  death(): string | null;
  /** What this run has written so far. */
  output(): string;
  /** What it has sent over its channel, once that is closed; nothing without one. */
  readonly said: Promise<readonly unknown[]>;
  signal(signal: NodeJS.Signals): void;
  /** SIGTERM, and SIGKILL after the deadline; resolves when the process is gone. */
  stop(deadlineMs?: number): Promise<void>;
}

const maxLogBytes = 20 * 1024 * 1024;

/** The groups that live; a process that ends without having stopped them takes them along. */
const groups = new Set<number>();
process.on('exit', () => {
  for (const pid of groups) signalGroup(pid, 'SIGKILL');
});

/** Starts a program; throws one sentence when it cannot be run at all. */
export async function spawnChild(command: Command): Promise<Child> {
  const log = openLog(command.dataDir, command.name);
  const child = spawn(command.command, command.args, {
    cwd: command.cwd,
    env: { ...process.env, ...command.env },
    stdio: ['ignore', log.descriptor, log.descriptor, ...(command.channel ? (['ipc'] as const) : [])],
    detached: true,
  });
  closeSync(log.descriptor);
  await started(child, command);
  return watch(child, command, log);
}

const started = (child: ChildProcess, command: Command): Promise<void> =>
  new Promise((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (error) => reject(new Error(`${command.name} cannot be started: ${error.message}.`)));
  });

function watch(child: ChildProcess, { name, dataDir }: Command, log: LogStart): Child {
  const pid = child.pid ?? 0;
  const state: { stopping: boolean; death: string | null } = { stopping: false, death: null };
  const output = () => readFileSync(log.file).subarray(log.from).toString();
  const release = leash(pid);
  groups.add(pid);
  remember(dataDir, name, pid);
  const ended = new Promise<number | NodeJS.Signals>((resolve) => {
    child.once('exit', (code, signal) => {
      signalGroup(pid, 'SIGKILL');
      release();
      groups.delete(pid);
      forget(dataDir, name, pid);
      state.death = describeDeath(name, code ?? signal ?? 0, output(), log.file);
      resolve(code ?? signal ?? 0);
    });
  });
  const said = heard(child);
  const exited = new Promise<string>((resolve) => {
    ended.then(() => state.stopping || resolve(state.death ?? ''));
  });
  const signal = (wanted: NodeJS.Signals) => state.death === null && signalGroup(pid, wanted);
  const stop = async (deadlineMs = 20_000) => {
    state.stopping = true;
    signal('SIGTERM');
    signal('SIGCONT');
    const late = setTimeout(() => signal('SIGKILL'), deadlineMs);
    await ended;
    clearTimeout(late);
  };
  return {
    pid,
    logFile: log.file,
    ended,
    exited,
    death: () => state.death,
    output,
    said,
    signal: (s) => void signal(s),
    stop,
  };
}

function heard(child: ChildProcess): Promise<readonly unknown[]> {
  const messages: unknown[] = [];
  if (!child.connected) return Promise.resolve(messages);
  child.on('message', (message) => messages.push(message));
  return new Promise((resolve) => child.once('disconnect', () => resolve(messages)));
}

/**
 * A shell that waits for the end of its input, which comes when this process dies, even by SIGKILL, and then ends the
 * group. So no program outlives the one that started it. (`kill -s`: dash misreads `kill -TERM --`.)
 */
function leash(pid: number): () => void {
  const script = `read -r _; kill -s TERM -- "-$0"
    i=0; while [ $i -lt 50 ]; do sleep 0.2; kill -s 0 -- "-$0" || exit; i=$((i+1)); done; kill -s KILL -- "-$0"`;
  const shell = spawn('/bin/sh', ['-c', script, String(pid)], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
  shell.on('error', () => {});
  shell.stdin?.on('error', () => {});
  shell.unref();
  return () => void shell.kill('SIGKILL');
}

interface LogStart {
  readonly file: string;
  readonly descriptor: number;
  /** Where this run's output begins, in bytes. */
  readonly from: number;
}

/** Opens the log for appending; one that has grown beyond 20 MiB is put aside as `.log.1` first. */
function openLog(dataDir: string, name: string): LogStart {
  const file = join(dataDir, 'logs', `${name}.log`);
  mkdirSync(join(dataDir, 'logs'), { recursive: true });
  if (sizeOf(file) > maxLogBytes) renameSync(file, `${file}.1`);
  return { file, from: sizeOf(file), descriptor: openSync(file, 'a') };
}

const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0;

/** How it ended and where its log is, in one line; then what it said last. */
function describeDeath(name: string, end: number | NodeJS.Signals, output: string, logFile: string): string {
  const how = typeof end === 'number' ? `code ${end}` : end;
  const shown = lastWords(output).map((line) => `    ${line.trim().slice(0, 500)}`);
  return [`${name} stopped (${how}), log: ${logFile}`, ...shown].join('\n');
}

/** The error that Node or Java died of; else the last lines, plain ones rather than JSON. */
function lastWords(output: string): string[] {
  const lines = output.split('\n').filter((line) => !/^\s*$|^\s+at |^\s+\.\.\. \d+ more/.test(line));
  const plain = lines.filter((line) => !line.startsWith('{"'));
  const fatal = plain.findLastIndex((line) => /^([\w.]+ )*[\w.]*(Error|Exception)\b.*:/.test(line));
  if (fatal >= 0 && plain.length - fatal < 30) return plain.slice(fatal, fatal + 1);
  return (plain.length > 0 ? plain : lines).slice(-5);
}
