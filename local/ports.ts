import { randomInt } from 'node:crypto';
import { connect, createServer } from 'node:net';
import { until } from '#lib/timing.ts';

// Below the range from which systems take the ports of outgoing connections (Linux from 32768): a port from there can
// be gone between being chosen and being opened, and a JVM takes seconds for that.
const lowest = 10_000;
const highest = 32_000;
const given = new Set<number>();

/**
 * A port on the loopback that nothing listens on, that no outgoing connection will take, and never the same one twice.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(lowest, highest);
    if (given.has(port)) continue;
    given.add(port);
    if ((await fault(port)) === null) return port;
  }
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

/**
 * Throws one sentence with the remedy when the port cannot be had; what has just been killed gets 2 s to let go of it.
 */
export async function requireFreePort(port: number, remedy: string): Promise<void> {
  const what = `port ${port}`;
  await until(() => fault(port), { what, withinMs: 2_000, everyMs: 200 }).catch(async () => {
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
