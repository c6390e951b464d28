import type { Delivery } from '#lib/amqp/subscription.ts';
import { type Outlet, SendFailed } from '#lib/kafka/outlet.ts';
import { type Backoff, jittered, sleep, withTimeout } from '#lib/timing.ts';
import { batchLength, type Entry, isFull, limits, recordsOf } from './batch.ts';
import { metrics } from './metrics.ts';

/** The steps of a message's way, in order; a crash after any of them loses nothing. */
export type Step = 'delivered' | 'encoded' | 'sent' | 'stored' | 'acknowledged';

export interface PumpOptions {
  readonly route: string;
  readonly outlet: Outlet;
  /** Turns a delivery into what goes to Kafka. */
  encode(delivery: Delivery): Entry;
  /** Makes a record that Kafka refuses into its dead letter. */
  refused(entry: Entry, error: Error): Entry;
  /** Keeps an oversized body in RabbitMQ; resolves when that is confirmed. */
  park(entry: Entry): Promise<void>;
  /** How many of these, from the first on, may go now; none when the route is stopped. */
  admits(entries: readonly Entry[]): number;
  /** These are in Kafka and acknowledged. */
  moved(entries: readonly Entry[]): void;
  ack(last: Delivery): boolean;
  isCurrent(delivery: Delivery): boolean;
  /** Kafka could not be used for `holdAfterMs`, or refuses us. */
  hold(why: string): void;
  readonly holdAfterMs?: number;
  /** Told of each step; tests die here. */
  onStep?(step: Step): void;
}

const betweenSends: Backoff = { firstMs: 50, maxMs: 2_000 };
const lastBatchMs = 10_000;
/** The batch is no longer ours to send: its channel is gone, or we stop. */
class Abandoned extends Error {}

/** Moves deliveries of one route to Kafka: one batch in flight, in order, acknowledged when stored. */
export class Pump {
  readonly #options: PumpOptions;
  #waiting: Entry[] = [];
  #inFlight: Promise<void> = Promise.resolve();
  #wake: () => void = () => undefined;
  #stopping = false;
  /** The last batch could not be finished in time: nobody waits for it any more. */
  readonly #givenUp = Promise.withResolvers<void>();
  readonly #running: Promise<void>;

  constructor(options: PumpOptions) {
    this.#options = options;
    this.#running = this.#run();
  }

  take(delivery: Delivery): void {
    const { route, encode, onStep } = this.#options;
    onStep?.('delivered');
    if (delivery.message.fields.redelivered) metrics.redelivered.inc({ route });
    this.#waiting.push(encode(delivery));
    onStep?.('encoded');
    metrics.unacked.inc({ route });
    this.#wake();
  }

  /**
   * The channel is gone: what waits is forgotten, what is in flight is waited for, so that its copies come after it.
   */
  async settle(): Promise<void> {
    this.#waiting = [];
    await Promise.race([this.#inFlight, this.#givenUp.promise]);
    metrics.unacked.set({ route: this.#options.route }, 0);
  }

  /** Cuts no more batches; resolves when the one in flight is acknowledged, ten seconds at most. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.#wake();
    await withTimeout(this.#running, lastBatchMs, 'the last batch').catch(() => undefined);
    this.#givenUp.resolve();
  }

  async #run(): Promise<void> {
    for (;;) {
      while (this.#waiting.length === 0 && !this.#stopping) await this.#arrival();
      if (this.#stopping) return;
      if (!isFull(this.#waiting)) await sleep(limits.waitMs);
      const next = this.#waiting.slice(0, batchLength(this.#waiting));
      const batch = this.#waiting.splice(0, this.#options.admits(next));
      // A stopped route gives back what waits, and ends this way.
      if (batch.length === 0) await this.#arrival();
      this.#inFlight = this.#move(batch);
      await this.#inFlight;
    }
  }

  #arrival(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }

  /**
   * 1. Oversized bodies are parked. A crash now: they are parked once more.
   * 2. Records and dead letters are stored in Kafka. A crash now: all of them come again, and are stored twice under
   * the same key.
   * 3. RabbitMQ forgets them. A crash now: nothing comes again.
   */
  async #move(batch: readonly Entry[]): Promise<void> {
    const { route, park, ack, moved, onStep } = this.#options;
    const last = batch.at(-1);
    if (!last) return;
    let stored: readonly Entry[];
    try {
      for (const entry of batch) if (entry.park) await park(entry);
      stored = await this.#store(batch);
    } catch (error) {
      if (error instanceof Abandoned) return;
      this.#options.hold((error as Error).message);
      return;
    }
    onStep?.('stored');
    if (!ack(last.delivery)) return metrics.lateAcks.inc({ route });
    onStep?.('acknowledged');
    metrics.unacked.dec({ route }, batch.length);
    for (const { outcome } of stored) metrics.messages.inc({ route, outcome });
    moved(stored);
  }

  /**
   * Stores all, and resolves to what they were stored as; or throws: Abandoned when the channel is gone, SendFailed
   * when it is time to hold.
   */
  async #store(batch: readonly Entry[]): Promise<readonly Entry[]> {
    try {
      await this.#sendUntilStored(batch);
      return batch;
    } catch (error) {
      if (!(error instanceof SendFailed) || error.kind !== 'record') throw error;
      const [first, ...others] = batch;
      if (!first) return [];
      if (others.length === 0) return this.#bury(first, error);
      const half = batch.length >> 1;
      return [...(await this.#store(batch.slice(0, half))), ...(await this.#store(batch.slice(half)))];
    }
  }

  async #bury(entry: Entry, error: SendFailed): Promise<readonly Entry[]> {
    if (entry.park) throw new SendFailed('route', error);
    const letter = this.#options.refused(entry, error);
    if (letter.park) await this.#options.park(letter);
    return this.#store([letter]);
  }

  /** The same records in the same order, until they are stored; nothing later overtakes them. */
  async #sendUntilStored(batch: readonly Entry[]): Promise<void> {
    const { route, outlet, isCurrent, onStep, holdAfterMs = 60_000 } = this.#options;
    const started = Date.now();
    for (let attempt = 1; ; attempt++) {
      try {
        const sending = outlet.send(recordsOf(batch, attempt));
        onStep?.('sent');
        await sending;
        metrics.batchSize.observe({ route }, batch.length);
        metrics.produceSeconds.observe({ route }, (Date.now() - started) / 1_000);
        return;
      } catch (error) {
        if (batch.some(({ delivery }) => !isCurrent(delivery)) || this.#stopping) throw new Abandoned();
        const late = Date.now() - started > holdAfterMs;
        if (!(error instanceof SendFailed) || error.kind !== 'passing' || late) throw error;
        metrics.resent.inc({ route });
        await sleep(jittered(betweenSends, attempt));
      }
    }
  }
}
