import { spawnChild, untilDone } from './child.ts';
import type { StartContext } from './part.ts';

/** A program of ours that runs to its end while a line starts. */
export interface Task {
  readonly name: string;
  /** Its file and arguments. */
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** What is shown while it runs. */
  readonly doing: string;
  /** What is said when it fails, without a full stop. */
  readonly failed: string;
}

/** Runs it under this Node; answers what it has sent over its channel. Throws one sentence when it fails. */
export async function runTask(context: StartContext, task: Task): Promise<readonly unknown[]> {
  const { name, args, cwd, env, doing, failed } = task;
  const { dataDir, progress, signal } = context;
  const child = await spawnChild({ name, command: process.execPath, args, env, cwd, dataDir, channel: true });
  if (!(await untilDone(child, () => doing, { what: name, progress, signal })))
    throw new Error(`${failed}. ${child.death()}`);
  return child.said;
}
