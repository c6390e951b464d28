import type { ConsumeMessage } from 'amqplib';
import type { Log } from '#lib/log.ts';
import { jittered, reconnecting, sleep, TimedOut } from '#lib/timing.ts';
import { type AmqpConnection, type OpenChannel, openConnection } from './connection.ts';
import { Deliveries, type Identity } from './deliveries.ts';
import { InHand } from './inHand.ts';

/** A message in our hands, and the generation of the channel that brought it: only that one can acknowledge it. */
export interface Delivery {
  readonly generation: number;
  readonly message: ConsumeMessage;
  /** Epoch ms. */
  readonly receivedAt: number;
  /** For messages that say nothing by which they could be told from others. */
  readonly identity: Identity;
}

/** How many messages wait in a queue, and for how many consumers. */
export interface QueueLook {
  readonly messages: number;
  readonly consumers: number;
}

export interface SubscriptionOptions {
  readonly url: string;
  readonly queue: string;
  readonly name: string;
  readonly log: Log;
  /** Unacknowledged messages at a time; default 500. */
  readonly prefetch?: number;
  /** Unacknowledged bodies at a time, in bytes; default 128 MiB, or one body, however large. */
  readonly inHandBytes?: number;
  /** How long the broker may take for one answer, in ms; default ten seconds. */
  readonly rpcMs?: number;
  /** How often the queue is looked at, in ms; default five seconds. */
  readonly lookMs?: number;
  /**
   * Before consuming, on each new connection: null when the queue is there, else why not yet (asked again every
   * second).
   */
  prepare(connection: AmqpConnection): Promise<string | null>;
  onDelivery(delivery: Delivery): void;
  /** A generation has ended: forget what it delivered, and resolve when nothing of it is in flight any more. */
  settle(): Promise<void>;
  /** Each look at the queue. */
  onLook?(look: QueueLook): void;
}

export interface SubscriptionState {
  /** `absent`: connected, but the queue is not there yet. */
  readonly kind: 'connecting' | 'absent' | 'open' | 'holding' | 'closing';
  /** What it waits for; empty when it is open. */
  readonly why: string;
}

/** A consumer of one queue that renews itself after anything that can end one. */
export interface Subscription {
  state(): SubscriptionState;
  /**
   * Acknowledges this delivery and all before it. False, and nothing happens, when its channel is gone: the message
   * will come again.
   */
  ack(delivery: Delivery): boolean;
  /** Whether the channel that brought it is still the one we consume from. */
  isCurrent(delivery: Delivery): boolean;
  /** Gives all messages back, in order, and stays away until `release`. */
  hold(why: string): void;
  /** Consumes again, from now on with so many unacknowledged messages at a time; default those of the options. */
  release(prefetch?: number): void;
  /** Gives back what is unacknowledged and closes. */
  stop(): Promise<void>;
}

/** What ended a generation; the reason is for people. */
type End = { readonly by: 'us' | 'loss'; readonly why: string };

/** One generation: what ends it, and the signal for what it has started. */
interface Life {
  readonly ended: Promise<End>;
  readonly signal: AbortSignal;
}

const absentMs = 1_000;
const steadyMs = 30_000;

/** Subscribes; the first connection is made in the background. */
export function subscribe(options: SubscriptionOptions): Subscription {
  const supervisor = new Supervisor(options);
  return supervisor.start();
}

class Supervisor implements Subscription {
  readonly #options: SubscriptionOptions;
  readonly #stopping = new AbortController();
  #state: SubscriptionState = { kind: 'connecting', why: 'connecting to RabbitMQ' };
  #generation = 0;
  #opened: OpenChannel | undefined;
  #held: string | undefined;
  #narrowed: number | undefined;
  readonly #inHand: InHand;
  /** So many messages at a time while they are large. */
  #fitting = Number.POSITIVE_INFINITY;
  readonly #deliveries = new Deliveries();
  /** The tag of the last delivery that was acknowledged in this generation. */
  #acknowledged = 0;
  #end: (end: End) => void = () => undefined;
  #running: Promise<void> = Promise.resolve();

  constructor(options: SubscriptionOptions) {
    this.#options = options;
    this.#inHand = new InHand(options.inHandBytes ?? 128 * 1024 * 1024);
  }

  start(): this {
    this.#running = this.#run();
    return this;
  }

  state(): SubscriptionState {
    return this.#state;
  }

  isCurrent(delivery: Delivery): boolean {
    return this.#opened !== undefined && delivery.generation === this.#generation;
  }

  ack(delivery: Delivery): boolean {
    if (!this.isCurrent(delivery)) return false;
    try {
      this.#opened?.channel.ack(delivery.message, true);
      this.#acknowledged = delivery.message.fields.deliveryTag;
      this.#deliveries.acknowledged(this.#acknowledged);
      this.#inHand.acknowledged(this.#acknowledged);
      return true;
    } catch (error) {
      this.#end({ by: 'loss', why: `acknowledging failed: ${String(error)}` });
      return false;
    }
  }

  hold(why: string): void {
    const already = this.#held !== undefined;
    this.#held = why;
    if (this.#state.kind === 'holding') this.#say('holding', why);
    if (!already) this.#end({ by: 'us', why });
  }

  release(prefetch?: number): void {
    if (this.#held === undefined) return;
    this.#narrowed = prefetch;
    this.#held = undefined;
    this.#end({ by: 'us', why: 'released' });
  }

  async stop(): Promise<void> {
    this.#state = { kind: 'closing', why: 'stopping' };
    this.#stopping.abort();
    this.#end({ by: 'us', why: 'stopping' });
    await this.#running;
  }

  /** One turn is the life of one generation: connect, consume (or, on hold, only look), end, settle, wait a moment. */
  async #run(): Promise<void> {
    const { log, queue, settle } = this.#options;
    for (let attempt = 0; !this.#stopping.signal.aborted; ) {
      const started = Date.now();
      const end = await this.#live().catch((error: Error): End => ({ by: 'loss', why: error.message }));
      await settle();
      this.#deliveries.ended();
      if (this.#stopping.signal.aborted) return;
      this.#say('connecting', end.why);
      if (end.by === 'us') continue;
      attempt = Date.now() - started > steadyMs ? 1 : attempt + 1;
      log.warn({ queue, reason: end.why }, 'the subscription ended and is made anew');
      await sleep(jittered(reconnecting, attempt), this.#stopping.signal);
    }
  }

  async #live(): Promise<End> {
    const { promise: ended, resolve } = Promise.withResolvers<End>();
    this.#end = resolve;
    const connection = await openConnection(this.#options);
    const over = new AbortController();
    try {
      const lost = connection.lost.then((error): End => ({ by: 'loss', why: error.message }));
      const working = this.#work(connection, { ended, signal: over.signal }).catch(explain(connection));
      return await Promise.race([ended, lost, working]);
    } finally {
      this.#generation++;
      this.#say('connecting', 'closing the last connection');
      over.abort();
      const opened = this.#opened;
      this.#opened = undefined;
      await opened?.close();
      await connection.close();
    }
  }

  /** Never resolves while all is well. */
  async #work(connection: AmqpConnection, life: Life): Promise<End> {
    if (!(await this.#await(connection, life))) return life.ended;
    if (this.#held === undefined) await this.#consume(connection);
    if (this.#held === undefined) this.#say('open', '');
    else this.#say('holding', this.#held);
    return this.#look(connection, life);
  }

  /** Waits for the queue; false when we were ended meanwhile. */
  async #await(connection: AmqpConnection, { signal }: Life): Promise<boolean> {
    for (;;) {
      const why = await this.#options.prepare(connection);
      if (why === null) return true;
      this.#say('absent', why);
      await sleep(absentMs, signal);
      if (signal.aborted) return false;
    }
  }

  /** Order matters: listeners, then prefetch, then consume; a prefetch holds for consumers started after it. */
  async #consume(connection: AmqpConnection): Promise<void> {
    const { queue, onDelivery } = this.#options;
    const generation = this.#generation;
    const opened = await connection.channel();
    if (generation !== this.#generation) return;
    this.#opened = opened;
    this.#acknowledged = 0;
    this.#inHand.clear();
    opened.lost.then((error) => this.#endOf(generation, error.message));
    opened.channel.on('cancel', () => this.#endOf(generation, `RabbitMQ cancelled the consumer of ${queue}`));
    await opened.rpc('prefetch', (channel) => channel.prefetch(this.#prefetch));
    let full = false;
    const deliver = (message: ConsumeMessage | null) => {
      if (generation !== this.#generation || full) return;
      if (message === null) return this.#endOf(generation, `RabbitMQ cancelled the consumer of ${queue}`);
      const receivedAt = Date.now();
      this.#inHand.delivered(message.fields.deliveryTag, message.content.length);
      full = this.#inHand.isTooMuch;
      if (full) return this.#takeFewer();
      onDelivery({ generation, message, receivedAt, identity: this.#deliveries.identityOf(message, receivedAt) });
    };
    await opened.rpc(`consuming ${queue}`, (channel) => channel.consume(queue, deliver, { noAck: false }));
  }

  /** A prefetch holds for consumers to come, so all goes back, in order, and comes again in smaller portions. */
  #takeFewer(): void {
    this.#fitting = Math.max(1, this.#inHand.count >> 1);
    this.#options.log.info(
      { queue: this.#options.queue, prefetch: this.#fitting },
      'messages are large: fewer at a time',
    );
    this.#end({ by: 'us', why: 'messages are large' });
  }

  #endOf(generation: number, why: string): void {
    if (generation === this.#generation) this.#end({ by: 'loss', why });
  }

  /**
   * Looks at the queue, on a channel of its own, until it cannot, or until twice in a row nobody consumes it although
   * we do.
   */
  async #look(connection: AmqpConnection, life: Life): Promise<End> {
    const { queue, lookMs = 5_000, onLook } = this.#options;
    const watch = await connection.channel();
    const lost = watch.lost.then((error): End => ({ by: 'loss', why: error.message }));
    for (let lonely = 0; ; ) {
      const look = await watch.rpc('looking at the queue', (channel) => channel.checkQueue(queue));
      onLook?.({ messages: look.messageCount, consumers: look.consumerCount });
      lonely = this.#opened && look.consumerCount === 0 ? lonely + 1 : 0;
      await this.#proveAcknowledged();
      if (this.#isPast(look.messageCount)) return { by: 'us', why: 'large messages are past' };
      if (lonely === 2) return { by: 'loss', why: `RabbitMQ has lost the consumer of ${queue}` };
      const end = await Promise.race([life.ended, lost, sleep(lookMs, life.signal)]);
      if (end) return end;
    }
  }

  /** Nothing is left, or only what is small: from now on it may be as many as before. */
  #isPast(waiting: number): boolean {
    if (this.#fitting === Number.POSITIVE_INFINITY) return false;
    const nothingLeft = waiting === 0 && this.#inHand.count === 0;
    if (!nothingLeft && !this.#inHand.wouldFit(this.#widest)) return false;
    this.#fitting = Number.POSITIVE_INFINITY;
    return true;
  }

  /** A channel is served in order: what it answers it answers after the acknowledgements before. */
  async #proveAcknowledged(): Promise<void> {
    const tag = this.#acknowledged;
    const generation = this.#generation;
    if (!this.#opened || tag === 0) return;
    await this.#opened.rpc('asking after acknowledgements', (channel) => channel.prefetch(this.#prefetch));
    if (generation === this.#generation) this.#deliveries.proven(tag);
  }

  get #widest(): number {
    return this.#narrowed ?? this.#options.prefetch ?? 500;
  }

  get #prefetch(): number {
    return Math.min(this.#widest, this.#fitting);
  }

  #say(kind: SubscriptionState['kind'], why: string): void {
    if (this.#state.kind !== 'closing') this.#state = { kind, why };
  }
}

/** A broker that does not answer gets no goodbye either. */
const explain =
  (connection: AmqpConnection) =>
  (error: Error): End => {
    if (error instanceof TimedOut) connection.destroy(error.message);
    return { by: 'loss', why: error.message };
  };
