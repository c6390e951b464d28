import { once } from 'node:events';
import { connect, createServer } from 'node:net';

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

/** Throws one sentence with the remedy when the port cannot be had. */
export async function requireFreePort(port: number, remedy: string): Promise<void> {
  const server = createServer().listen(port, '127.0.0.1');
  const error = await new Promise<NodeJS.ErrnoException | null>((resolve) => {
    server.once('listening', () => server.close(() => resolve(null)));
    server.once('error', resolve);
  });
  if (error?.code === 'EACCES') throw new Error(`Port ${port} may not be opened by this user. ${remedy}`);
  if (error || (await listens(port)))
    throw new Error(`Port ${port} is taken by another program. Stop it, or ${remedy}`);
}
