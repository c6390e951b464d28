import { type ChildProcess, spawn } from 'node:child_process';

/** The service as `npm start` runs it, in a process of its own that can be killed. */
export const serviceProcess = (env: Readonly<Record<string, string>>): ChildProcess =>
  spawn(process.execPath, [new URL('../main.ts', import.meta.url).pathname], {
    env: { ...process.env, ...env },
    stdio: 'ignore',
  });
