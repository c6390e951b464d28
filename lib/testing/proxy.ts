import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

interface Target {
  readonly host: string;
  readonly port: number;
}

/** Resolves when it takes connections. */
export async function startProxy(target: Target): Promise<TcpProxy> {
  const proxy = new TcpProxy(target);
  await proxy.listen();
  return proxy;
}

/** A line between client and server that can be cut, or go silent, in one process and without tools. */
export class TcpProxy {
  readonly #target: Target;
  readonly #server: Server = createServer((client) => this.#join(client));
  readonly #sockets = new Set<Socket>();
  #mode: 'pass' | 'silent' | 'refuse' = 'pass';
  #isHeldBack: (chunk: Buffer) => boolean = () => false;
  #heldBack: () => void = () => undefined;
  #holding = false;
  #isCutAt: (chunk: Buffer) => boolean = () => false;
  readonly #watches = new Set<(chunk: Buffer, client: Socket) => void>();
  #kept: (() => void)[] = [];

  constructor(target: Target) {
    this.#target = target;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  async listen(): Promise<void> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
  }

  /** Cuts every connection. */
  kill(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  /** Nothing passes any more, and nobody is told; new connections are taken and stay silent too. */
  silence(): void {
    this.#mode = 'silent';
  }

  /** Passes bytes to the client only until `found` knows a chunk; that and all later ones are kept. Resolves then. */
  holdBack(found: (chunk: Buffer) => boolean): Promise<void> {
    this.#isHeldBack = found;
    return new Promise((resolve) => {
      this.#heldBack = resolve;
    });
  }

  /** Cuts every connection, once, in the place of bytes to the server that `found` knows: these never arrive. */
  cutAt(found: (chunk: Buffer) => boolean): void {
    this.#isCutAt = found;
  }

  /**
   * Resolves with the first bytes to a client that `found` knows, and with its socket: what is written there comes from
   * the server.
   */
  passing(found: (chunk: Buffer) => boolean): Promise<{ readonly chunk: Buffer; readonly client: Socket }> {
    return new Promise((resolve) => {
      const watch = (chunk: Buffer, client: Socket) => {
        if (!found(chunk)) return;
        this.#watches.delete(watch);
        resolve({ chunk, client });
      };
      this.#watches.add(watch);
    });
  }

  /** Takes no connections until `release`. */
  refuse(): void {
    this.#mode = 'refuse';
  }

  /** Lets everything pass again, what was held back first. */
  release(): void {
    this.#mode = 'pass';
    this.#holding = false;
    this.#isHeldBack = () => false;
    for (const write of this.#kept.splice(0)) write();
  }

  async close(): Promise<void> {
    this.kill();
    this.#server.close();
  }

  #hold(): void {
    this.#holding = true;
    this.#heldBack();
  }

  #cut(): void {
    this.#isCutAt = () => false;
    this.kill();
  }

  #join(client: Socket): void {
    if (this.#mode === 'refuse') return void client.destroy();
    const upstream = connect(this.#target);
    this.#forward(client, upstream, false);
    this.#forward(upstream, client, true);
  }

  #forward(from: Socket, to: Socket, toClient: boolean): void {
    this.#sockets.add(from);
    from.on('data', (chunk) => {
      if (!toClient && this.#isCutAt(chunk)) return this.#cut();
      if (toClient && this.#isHeldBack(chunk)) this.#hold();
      if (toClient) for (const watch of this.#watches) watch(chunk, to);
      if (this.#mode === 'silent' || (toClient && this.#holding)) this.#kept.push(() => to.write(chunk));
      else to.write(chunk);
    });
    from.on('error', () => to.destroy());
    from.on('close', () => {
      this.#sockets.delete(from);
      to.destroy();
    });
  }
}
