import type { ConfirmChannel, Message, Options } from 'amqplib';
import type { Log } from '#lib/log.ts';
import { aborted, jittered, reconnecting, sleep, withTimeout } from '#lib/timing.ts';
import { type AmqpConnection, openConnection } from './connection.ts';
import { type Declarations, declare } from './declarations.ts';

export type MessageOptions = Omit<Options.Publish, 'mandatory'>;

/** A message that RabbitMQ did not take: no queue wanted it, or it was refused. */
export class Unpublished extends Error {
  override readonly name = 'Unpublished';
}

export interface Publisher {
  /**
   * Resolves when RabbitMQ has the message in a queue (confirmed). Messages keep their order. When the line breaks,
   * those not yet confirmed are sent again on the next one, so a message can arrive twice: give it a `messageId`.
   * Rejects with Unpublished when no queue is bound, or the broker refuses it, or the publisher stops first.
   */
  publish(exchange: string, routingKey: string, body: Buffer, properties?: MessageOptions): Promise<void>;
  /** Whether there is a line to RabbitMQ at this moment. */
  connected(): boolean;
  /** Waits up to five seconds for what is unconfirmed, then closes. */
  stop(): Promise<void>;
}

export interface PublisherOptions {
  readonly url: string;
  readonly log: Log;
  /** Declared on each new connection, so that nothing is published into the void. */
  readonly declarations?: Declarations;
  /** Shown in RabbitMQ's list of connections. */
  readonly name?: string;
}

interface Pending {
  readonly exchange: string;
  readonly routingKey: string;
  readonly body: Buffer;
  readonly properties: Options.Publish;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
  returned: string | undefined;
}

const window = 500;
const stopMs = 5_000;

/** Publishes persistent, mandatory, confirmed messages over a connection of its own, which it renews. */
export function createPublisher(options: PublisherOptions): Publisher {
  const unconfirmed = new Unconfirmed();
  const stopping = new AbortController();
  const running = keepConnected(options, unconfirmed, stopping.signal);
  return {
    connected: () => unconfirmed.connected,
    publish: (exchange, routingKey, body, properties = {}) =>
      new Promise((resolve, reject) => {
        if (stopping.signal.aborted) return reject(new Unpublished('the publisher has stopped'));
        const options = { persistent: true, ...properties, mandatory: true };
        unconfirmed.add({ exchange, routingKey, body, properties: options, resolve, reject, returned: undefined });
      }),
    stop: async () => {
      await withTimeout(unconfirmed.empty(), stopMs, 'confirming').catch(() => undefined);
      stopping.abort();
      await running;
      unconfirmed.abandon('the publisher has stopped');
    },
  };
}

async function keepConnected(
  options: PublisherOptions,
  unconfirmed: Unconfirmed,
  stopping: AbortSignal,
): Promise<void> {
  const { log, name = 'leaveline publisher' } = options;
  for (let attempt = 1; !stopping.aborted; attempt++) {
    try {
      const connection = await openConnection({ url: options.url, name, log });
      await publishOver(connection, options, unconfirmed, stopping);
      attempt = 0;
    } catch (error) {
      log.warn({ reason: String(error) }, 'RabbitMQ cannot be reached for publishing');
    }
    await sleep(jittered(reconnecting, attempt + 1), stopping);
  }
}

/** Publishes until the connection or the channel is lost, or we stop. */
async function publishOver(
  connection: AmqpConnection,
  { declarations, log }: PublisherOptions,
  unconfirmed: Unconfirmed,
  stopping: AbortSignal,
): Promise<void> {
  try {
    if (declarations) await declare(connection, declarations, log);
    const { channel, lost } = await connection.confirmChannel();
    unconfirmed.attach(channel);
    const reason = await Promise.race([lost, connection.lost, aborted(stopping)]);
    if (reason) log.warn({ reason: reason.message }, 'publishing was interrupted');
    unconfirmed.detach(reason);
  } finally {
    await connection.close();
  }
}

/** Messages in order: `#pending` are on their way, `#waiting` wait for the window. */
class Unconfirmed {
  #pending: Pending[] = [];
  #waiting: Pending[] = [];
  #channel: ConfirmChannel | undefined;
  /** After a channel error messages go one at a time until the culprit is found. */
  #cautious = 0;
  #emptied: (() => void)[] = [];

  get connected(): boolean {
    return this.#channel !== undefined;
  }

  add(message: Pending): void {
    this.#waiting.push(message);
    this.#fill();
  }

  attach(channel: ConfirmChannel): void {
    this.#channel = channel;
    channel.on('return', (message) => this.#markReturned(message));
    channel.on('drain', () => this.#fill());
    this.#fill();
  }

  /**
   * Puts what is unconfirmed back in front. A message that was alone when the broker closed the channel is the culprit.
   */
  detach(reason: Error | undefined): void {
    this.#channel = undefined;
    const refused = reason !== undefined && /^Channel closed by server/.test(reason.message);
    const culprit = refused && this.#pending.length === 1 ? this.#pending.shift() : undefined;
    culprit?.reject(new Unpublished(reason?.message));
    this.#cautious = culprit ? 0 : refused ? this.#pending.length : this.#cautious;
    this.#waiting = this.#pending.concat(this.#waiting);
    this.#pending = [];
    this.#settled();
  }

  abandon(why: string): void {
    for (const { reject } of this.#pending.concat(this.#waiting)) reject(new Unpublished(why));
    this.#pending = this.#waiting = [];
  }

  empty(): Promise<void> {
    return new Promise((resolve) => {
      this.#emptied.push(resolve);
      this.#settled();
    });
  }

  #fill(): void {
    const limit = this.#cautious > 0 ? 1 : window;
    let room = true;
    while (room && this.#channel && this.#pending.length < limit) {
      const message = this.#waiting.shift();
      if (!message) return;
      this.#pending.push(message);
      room = this.#send(this.#channel, message);
    }
  }

  /** False when the socket's buffer is full (the next goes after `drain`) or the channel has just gone. */
  #send(channel: ConfirmChannel, message: Pending): boolean {
    message.returned = undefined;
    const { exchange, routingKey, body, properties } = message;
    try {
      return channel.publish(exchange, routingKey, body, properties, (error) => {
        if (this.#channel === channel) this.#confirm(message, error);
      });
    } catch (error) {
      if (error instanceof Error && error.name === 'IllegalOperationError') return false;
      this.#remove(message)?.reject(new Unpublished(String(error)));
      return true;
    }
  }

  #confirm(message: Pending, error: unknown): void {
    if (error instanceof Error && error.message === 'channel closed') return;
    if (!this.#remove(message)) return;
    if (message.returned !== undefined) message.reject(new Unpublished(message.returned));
    else if (error) message.reject(new Unpublished('RabbitMQ refused the message'));
    else message.resolve();
    this.#fill();
    this.#settled();
  }

  #remove(message: Pending): Pending | undefined {
    const at = this.#pending.indexOf(message);
    if (at < 0) return undefined;
    this.#pending.splice(at, 1);
    this.#cautious = Math.max(0, this.#cautious - 1);
    return message;
  }

  /** A return names no number; it comes before its confirmation, and equal messages share their fate. */
  #markReturned({ fields, content }: Message): void {
    const message = this.#pending.find(
      ({ exchange, routingKey, body, returned }) =>
        returned === undefined &&
        exchange === fields.exchange &&
        routingKey === fields.routingKey &&
        body.equals(content),
    );
    if (message) message.returned = `no queue takes ${fields.routingKey} from exchange "${fields.exchange}"`;
  }

  #settled(): void {
    if (this.#pending.length + this.#waiting.length > 0) return;
    for (const resolve of this.#emptied.splice(0)) resolve();
  }
}
