import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

/** Runs a file of this folder as a process of its own, with settings as its argument. */
export const child = (file: string, settings: object): ChildProcess =>
  spawn(process.execPath, [new URL(file, import.meta.url).pathname, JSON.stringify(settings)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });

/** Its exit code, or the signal that ended it. */
export async function ended(process: ChildProcess): Promise<number | string> {
  process.stdout?.resume();
  const [code, signal] =
    process.exitCode === null && process.signalCode === null
      ? await once(process, 'exit')
      : [process.exitCode, process.signalCode];
  return code ?? signal;
}

/** Once it has said its first word. */
export async function started(process: ChildProcess): Promise<void> {
  if (process.stdout) await once(process.stdout, 'data');
}
