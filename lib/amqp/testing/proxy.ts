import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** A line between client and server that can be cut, or go silent, in one process and without tools. */
export interface TcpProxy {
  readonly port: number;
  /** Cuts every connection. */
  kill(): void;
  /** Nothing passes any more, and nobody is told; new connections are taken and stay silent too. */
  silence(): void;
  /**
   * Passes bytes to the client only until `found` says that a chunk is the one to hold back; that and all later ones
   * are kept.
   */
  holdBack(found: (chunk: Buffer) => boolean): void;
  /** Lets everything pass again, what was held back first. */
  release(): void;
  /** Takes no connections until `release`. */
  refuse(): void;
  close(): Promise<void>;
}

export async function startProxy(target: { host: string; port: number }): Promise<TcpProxy> {
  const pairs = new Set<readonly [Socket, Socket]>();
  const state: {
    mode: 'pass' | 'silent' | 'refuse';
    stalled: boolean;
    found?: (chunk: Buffer) => boolean;
    kept: (() => void)[];
  } = {
    mode: 'pass',
    stalled: false,
    kept: [],
  };
  function forward(from: Socket, to: Socket, toClient: boolean) {
    from.on('data', (chunk) => {
      if (toClient && state.found?.(chunk)) state.stalled = true;
      if (state.mode === 'silent' || (toClient && state.stalled)) state.kept.push(() => to.write(chunk));
      else to.write(chunk);
    });
    from.on('error', () => to.destroy());
    from.on('close', () => to.destroy());
  }
  const server = createServer((client) => {
    if (state.mode === 'refuse') return void client.destroy();
    const upstream = connect(target);
    const pair = [client, upstream] as const;
    pairs.add(pair);
    client.on('close', () => pairs.delete(pair));
    forward(client, upstream, false);
    forward(upstream, client, true);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  function kill() {
    for (const pair of pairs) for (const socket of pair) socket.destroy();
  }
  return {
    port: address !== null && typeof address === 'object' ? address.port : 0,
    kill,
    silence: () => void Object.assign(state, { mode: 'silent' }),
    refuse: () => void Object.assign(state, { mode: 'refuse' }),
    holdBack: (found) => void Object.assign(state, { found }),
    release: () => {
      Object.assign(state, { mode: 'pass', stalled: false, found: undefined });
      for (const write of state.kept.splice(0)) write();
    },
    close: async () => {
      kill();
      server.close();
    },
  };
}
