import { once } from 'node:events';
import { unlinkSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Lets one process of this machine through per name; the lock ends with the process, however it ends.
 * Resolves with the function that gives it back. Error when another process holds it.
 */
export async function lockOnMachine(name: string): Promise<() => Promise<void>> {
  const path = addressOf(name);
  const server = createServer((socket) => socket.destroy());
  server.unref();
  if (!(await listening(server, path))) {
    if (await answers(path)) throw new Error(`Another process of this machine holds "${name}".`);
    unlinkSync(path);
    if (!(await listening(server, path))) throw new Error(`Another process of this machine holds "${name}".`);
  }
  return () => new Promise((resolve) => server.close(() => resolve()));
}

/** Linux and Windows forget such an address with its process; elsewhere a file may be left, which nobody answers on. */
function addressOf(name: string): string {
  if (process.platform === 'linux') return `\0leaveline/${name}`;
  if (process.platform === 'win32') return `\\\\.\\pipe\\leaveline-${name}`;
  return join(tmpdir(), `leaveline-${name}.lock`);
}

async function listening(server: Server, path: string): Promise<boolean> {
  server.listen({ path });
  const taken = once(server, 'error').then(([error]: NodeJS.ErrnoException[]) => error);
  const error = await Promise.race([once(server, 'listening').then(() => undefined), taken]);
  if (error && error.code !== 'EADDRINUSE') throw error;
  return error === undefined;
}

async function answers(path: string): Promise<boolean> {
  const socket = connect({ path });
  try {
    return await Promise.race([
      new Promise<boolean>((resolve) => socket.once('connect', () => resolve(true))),
      new Promise<boolean>((resolve) => socket.once('error', () => resolve(false))),
    ]);
  } finally {
    socket.destroy();
  }
}
