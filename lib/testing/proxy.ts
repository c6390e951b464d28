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
  #holding = false;
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

  /** Passes bytes to the client only until `found` knows a chunk; that and all later ones are kept. */
  holdBack(found: (chunk: Buffer) => boolean): void {
    this.#isHeldBack = found;
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

  #join(client: Socket): void {
    if (this.#mode === 'refuse') return void client.destroy();
    const upstream = connect(this.#target);
    this.#forward(client, upstream, false);
    this.#forward(upstream, client, true);
  }

  #forward(from: Socket, to: Socket, toClient: boolean): void {
    this.#sockets.add(from);
    from.on('data', (chunk) => {
      if (toClient && this.#isHeldBack(chunk)) this.#holding = true;
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
