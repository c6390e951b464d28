import { readFile } from 'node:fs/promises';
import type { Socket } from 'node:net';

const established = '01';

/**
 * Whether the other end of a connection within this machine belongs to the user of this process. Only Linux tells;
 * elsewhere the answer is no. Read while the connection stands: the kernel gives what its program has left to root.
 */
export async function isOwnersEnd({ remotePort, localPort }: Socket): Promise<boolean> {
  const tables = await Promise.all(
    ['/proc/net/tcp', '/proc/net/tcp6'].map((file) => readFile(file, 'utf8').catch(() => '')),
  );
  return endsOwner(tables.join('\n'), remotePort ?? 0, localPort ?? 0) === process.getuid?.();
}

/** The user of the connection from `port` to `to`, by the kernel's table; undefined when it is not there. */
export function endsOwner(table: string, port: number, to: number): number | undefined {
  for (const line of table.split('\n')) {
    const [, local = '', remote = '', state, , , , uid] = line.trim().split(/\s+/);
    if (state === established && portOf(local) === port && portOf(remote) === to) return Number(uid);
  }
  return undefined;
}

/** `0100007F:1FBB` ends with the port. */
const portOf = (address: string): number => Number.parseInt(address.split(':')[1] ?? '', 16);
