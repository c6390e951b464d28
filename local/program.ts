import { existsSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import { join, resolve } from 'node:path';
import { type Child, spawnChild, untilServing } from './child.ts';
import type { LocalPart } from './part.ts';
import { requireFreePort } from './ports.ts';
import { stopOrphan } from './processes.ts';
import type { Service } from './supervisor.ts';

/** The folder that holds package.json. */
export const checkout: string = join(import.meta.dirname, '..');

/** A program of ours that runs as a process of its own under this Node. */
export interface Program {
  readonly name: string;
  /** Its file, from the checkout or absolute. */
  readonly file: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** The port that it opens, and what to do when it is taken; none when it opens none. */
  readonly port?: number;
  readonly portRemedy?: string;
  readonly address: string;
  /** What it gives to those that come after it. */
  readonly gives?: Readonly<Record<string, string>>;
  /** null when it serves; else the reason. */
  readonly ready: (child: Child) => Promise<string | null> | string | null;
  readonly deadlineMs?: number;
  /** Whether it gives way to the others when the machine has too much to do. */
  readonly givesWay?: boolean;
}

/** How to start such a program and when it counts as started. */
export const programService = (program: Program): Service => ({
  name: program.name,
  start: async (context) => {
    await stopOrphan(context.dataDir, program.name, context.progress);
    const file = resolve(checkout, program.file);
    if (!existsSync(file)) throw new Error(`${program.file} is missing from this checkout.`);
    if (program.port) await requireFreePort(program.port, program.portRemedy ?? 'choose another one.');
    const child = await spawnChild({
      name: program.name,
      command: process.execPath,
      args: [file, ...(program.args ?? [])],
      env: { ...context.env, ...program.env },
      cwd: checkout,
      dataDir: context.dataDir,
    });
    if (program.givesWay) setPriority(child.pid, constants.priority.PRIORITY_BELOW_NORMAL);
    const { progress, signal } = context;
    const withinMs = context.again ? undefined : (program.deadlineMs ?? 120_000);
    await untilServing(child, () => program.ready(child), { what: program.name, withinMs, progress, signal });
    return part(program, child);
  },
});

const part = (program: Program, child: Child): LocalPart => ({
  name: program.name,
  address: program.address,
  env: program.gives ?? {},
  exited: child.exited,
  stop: child.stop,
  signal: child.signal,
});
