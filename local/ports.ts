import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { until } from './waiting.ts';

/** A port on the loopback that nothing listens on at this moment. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('No port to be had on 127.0.0.1.');
  return address.port;
}

/** Whether something accepts connections there within a second. */
export async function listens(port: number, host = '127.0.0.1'): Promise<boolean> {
  const socket = connect({ port, host, timeout: 1_000 });
  try {
    return await new Promise((resolve) => {
      socket.once('connect', () => resolve(true));
      socket.once('error', () => resolve(false));
      socket.once('timeout', () => resolve(false));
    });
  } finally {
    socket.destroy();
  }
}

/** Throws one sentence with the remedy when the port cannot be had; what has just been killed gets 2 s to let go of it. */
export async function requireFreePort(port: number, remedy: string): Promise<void> {
  const what = `port ${port}`;
  await until(() => fault(port), { what, deadlineMs: 2_000, everyMs: 200 }).catch(async () => {
    const reason = await fault(port);
    if (reason !== null) throw new Error(`Port ${port} ${reason}, or ${remedy}`);
  });
}

/** null when the port can be opened and nobody answers on it. */
async function fault(port: number): Promise<string | null> {
  const server = createServer().listen(port, '127.0.0.1');
  const error = await new Promise<NodeJS.ErrnoException | null>((resolve) => {
    server.once('listening', () => server.close(() => resolve(null)));
    server.once('error', resolve);
  });
  if (error?.code === 'EACCES') return 'may not be opened by this user. Start with more rights';
  return error || (await listens(port)) ? 'is taken by another program. Stop it' : null;
}
