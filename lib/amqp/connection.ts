import { type Channel, type ChannelModel, type ConfirmChannel, connect } from 'amqplib';
import type { Log } from '#lib/log.ts';
import { withTimeout } from '#lib/timing.ts';

export type { GetMessage } from 'amqplib';

/** How long a broker may take to answer one request, in ms. */
const standardRpcMs = 10_000;
const connectMs = 10_000;
const closeMs = 5_000;

export interface ConnectOptions {
  readonly url: string;
  /** Shown in RabbitMQ's list of connections. */
  readonly name: string;
  readonly log: Log;
  /** How long the broker may take to answer one request, in ms; default ten seconds. */
  readonly rpcMs?: number;
}

/** One TCP connection. It never heals: when `lost` resolves, make another. */
export interface AmqpConnection {
  /** Resolves, with the reason, once it is gone; never rejects. */
  readonly lost: Promise<Error>;
  /** The server's version, e.g. `3.10.8`; empty when it does not say. */
  readonly version: string;
  channel(): Promise<OpenChannel<Channel>>;
  confirmChannel(): Promise<OpenChannel<ConfirmChannel>>;
  /**
   * Says goodbye, and cuts the line when that is not answered. Close channels first: they may have more to send. Never
   * rejects.
   */
  close(): Promise<void>;
  /** Cuts the line at once. */
  destroy(why: string): void;
}

export interface OpenChannel<C extends Channel = Channel> {
  readonly channel: C;
  /** Resolves, with the reason, once it is gone; never rejects. */
  readonly lost: Promise<Error>;
  /** Awaits one request to the broker; TimedOut when it takes longer than `rpcMs`. */
  rpc<T>(what: string, request: (channel: C) => Promise<T>): Promise<T>;
  /** Everything sent before is sent first. Never rejects. */
  close(): Promise<void>;
}

/**
 * Connects within ten seconds, with heartbeats every ten; listeners for errors stand before anything else is awaited.
 */
export async function openConnection({
  url,
  name,
  log,
  rpcMs = standardRpcMs,
}: ConnectOptions): Promise<AmqpConnection> {
  const options = { timeout: connectMs, noDelay: true, keepAlive: true, clientProperties: { connection_name: name } };
  const connecting = connect(withHeartbeat(url), options);
  const model = await withTimeout(connecting, connectMs + 1_000, 'connecting to RabbitMQ', (late) =>
    cut(late, 'too late'),
  );
  const state = { gone: false };
  const lost = lossOf(model).then((reason) => {
    state.gone = true;
    return reason;
  });
  model.on('blocked', (reason) => log.warn({ reason }, 'RabbitMQ takes no messages for now: memory or disk is short'));
  model.on('unblocked', () => log.info('RabbitMQ takes messages again'));
  return {
    lost,
    version: model.connection.serverProperties.version ?? '',
    channel: () => open(rpcMs, () => model.createChannel()),
    confirmChannel: () => open(rpcMs, () => model.createConfirmChannel()),
    close: async () => {
      if (!state.gone) await goodbye(model.close(), lost);
      cut(model, 'closed');
    },
    destroy: (why) => cut(model, why),
  };
}

/** RabbitMQ's default of 60 s finds a dead line late; its documentation recommends 5 to 20 s. */
function withHeartbeat(url: string): string {
  const address = new URL(url);
  if (!address.searchParams.has('heartbeat')) address.searchParams.set('heartbeat', '10');
  return address.href;
}

interface Emitter {
  on(event: 'error' | 'close' | 'handler-error', listener: (error?: Error) => void): unknown;
}

/** The first error or close. Every emitter of amqplib needs a listener for its errors, or the process dies. */
function lossOf(emitter: Emitter): Promise<Error> {
  return new Promise((resolve) => {
    emitter.on('error', (error) => resolve(error ?? new Error('unknown error')));
    emitter.on('close', (error) => resolve(error ?? new Error('closed')));
    emitter.on('handler-error', (error) => resolve(error ?? new Error('a listener failed')));
  });
}

async function goodbye(closing: Promise<void>, lost: Promise<Error>): Promise<void> {
  await withTimeout(Promise.race([closing, lost]), closeMs, 'closing').catch(() => undefined);
}

/** amqplib notices the end of its socket only through an error, and its heartbeat would go on without one. */
function cut(model: ChannelModel, why: string): void {
  const { stream } = model.connection as unknown as { stream: { destroy(error: Error): void } };
  stream.destroy(new Error(why));
}

async function open<C extends Channel>(rpcMs: number, create: () => Promise<C>): Promise<OpenChannel<C>> {
  const creating = create().then((channel) => ({ channel, lost: lossOf(channel) }));
  const { channel, lost } = await withTimeout(creating, rpcMs, 'opening a channel');
  return {
    channel,
    lost,
    rpc: (request, run) => withTimeout(run(channel), rpcMs, request),
    close: () => goodbye(channel.close(), lost),
  };
}

/** The AMQP reply code of an error, e.g. 404; undefined when it is none. */
export const replyCode = (error: unknown): number | undefined => (error as { code?: number } | null)?.code;
