import { type ChildProcess, spawn } from 'node:child_process';

/** A service as `npm start` runs it, in a process of its own that can be killed. */
export const serviceProcess = (name: string, env: Readonly<Record<string, string>>): ChildProcess =>
  spawn(process.execPath, [new URL(`../../${name}/main.ts`, import.meta.url).pathname], {
    env: { ...process.env, ...env },
    stdio: 'ignore',
  });
