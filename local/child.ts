import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Writable } from 'node:stream';
import { until, type Wait } from '#lib/timing.ts';
import { forget, remember, signalGroup } from './processes.ts';
import { findProgram } from './searchPath.ts';

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

/**
 * Starts a program, or throws one sentence. Three steps, so that none outlives this process however early that dies:
 * 1. A shell waits for a word before it becomes the program. A death now: the word never comes, and it ends.
 * 2. The leash is laid around it. A death from here on: the leash ends whatever is in the group.
 * 3. The word is given.
 */
export async function spawnChild(command: Command): Promise<Child> {
  const program = findProgram(command.command);
  if (program === undefined) throw new Error(`${command.name} cannot be started: no program ${command.command}.`);
  const log = openLog(command.dataDir, command.name);
  const child = spawn('/bin/sh', ['-c', waitForWord, program, ...command.args], {
    cwd: command.cwd,
    env: { ...process.env, ...command.env },
    stdio: ['ignore', log.descriptor, log.descriptor, 'pipe', ...(command.channel ? (['ipc'] as const) : [])],
    detached: true,
  });
  closeSync(log.descriptor);
  await once(child, 'spawn');
  const watched = watch(child, command, log);
  giveWord(child);
  return watched;
}

/** What it writes is its user's alone. */
/** Waits until it serves: `look` answers null then, else why not yet. One that dies or is late is stopped, and told. */
export async function untilServing(child: Child, look: () => Promise<string | null> | string | null, wait: Wait) {
  function lookOnce() {
    const death = child.death();
    if (death !== null) throw new Error(death);
    return look();
  }
  try {
    await until(lookOnce, wait);
  } catch (error) {
    await child.stop();
    throw error;
  }
}

/** Waits until it has ended by itself, `doing` telling what it does; answers whether that went well. */
export async function untilDone(child: Child, doing: () => string, wait: Wait): Promise<boolean> {
  try {
    await until(() => (child.death() === null ? doing() : null), wait);
  } finally {
    await child.stop();
  }
  return (await child.ended) === 0;
}

const waitForWord = 'umask 077; read -r _ <&3 || exit; exec 3<&-; exec "$0" "$@"';

function giveWord(child: ChildProcess): void {
  const word = child.stdio[3] as Writable;
  // It may have been killed by now; its end tells that.
  word.on('error', () => undefined);
  word.end('begin\n');
}

function watch(child: ChildProcess, { name, dataDir }: Command, log: LogStart): Child {
  const pid = child.pid ?? 0;
  let stopping = false;
  let death: string | null = null;
  const letGo = hold(pid, name, dataDir);
  const output = (): string => readFileSync(log.file).subarray(log.from).toString();
  const ended = once(child, 'exit').then(([code, signal]: (number | NodeJS.Signals | null)[]) => {
    letGo();
    const end = code ?? signal ?? 0;
    death = describeDeath(name, end, output(), log.file);
    return end;
  });
  const exited = new Promise<string>((resolve) => {
    ended.then(() => stopping || resolve(death ?? ''));
  });
  function signal(wanted: NodeJS.Signals): void {
    if (death === null) signalGroup(pid, wanted);
  }
  async function stop(deadlineMs = 20_000): Promise<void> {
    stopping = true;
    signal('SIGTERM');
    signal('SIGCONT');
    const late = setTimeout(() => signal('SIGKILL'), deadlineMs);
    await ended;
    clearTimeout(late);
  }
  return { pid, logFile: log.file, ended, exited, death: () => death, output, said: heard(child), signal, stop };
}

/** Makes sure that the group ends with this process, and is found by its name; answers what undoes that. */
function hold(pid: number, name: string, dataDir: string): () => void {
  const release = leash(pid);
  groups.add(pid);
  remember(dataDir, name, pid);
  return () => {
    signalGroup(pid, 'SIGKILL');
    release();
    groups.delete(pid);
    forget(dataDir, name, pid);
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
  mkdirSync(join(dataDir, 'logs'), { recursive: true, mode: 0o700 });
  if (sizeOf(file) > maxLogBytes) renameSync(file, `${file}.1`);
  return { file, from: sizeOf(file), descriptor: openSync(file, 'a', 0o600) };
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
