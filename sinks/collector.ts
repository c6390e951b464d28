import type { Clock } from '#lib/clock.ts';
import { sleep } from '#lib/timing.ts';
import type { Limits } from './context.ts';
import type { Taken } from './flush.ts';
import { flushSeconds, lag } from './metrics.ts';

/** What one fetch brought of one partition. */
export interface Batch extends Taken {
  readonly bytes: number;
  /** The offset behind the last record of the partition, as the brokers told with the batch. */
  readonly endOffset: bigint;
  /** Tells the group that we are alive. */
  heartbeat(): Promise<void>;
}

interface Entry {
  readonly batch: Batch;
  settle(error: unknown): void;
}

const gatherMs = 3;
const heartbeatMs = 1_000;

/**
 * Gathers the batches of all partitions and flushes them together, one flush at a time. A record that comes after a
 * pause is flushed at once; under load a flush follows at least `lingerMs`, and at least as long as the last one took,
 * after the start of the one before; while there is more to read than one fetch holds, there is no pause.
 */
export class Collector {
  readonly #flush: (taken: readonly Taken[]) => Promise<void>;
  readonly #limits: Limits;
  readonly #clock: Clock;
  readonly #lags = new Map<string, Map<number, number>>();
  #entries: Entry[] = [];
  #running: Promise<void> | null = null;
  #lastStart = 0;
  #lastTook = 0;

  constructor(flush: (taken: readonly Taken[]) => Promise<void>, limits: Limits, clock: Clock) {
    this.#flush = flush;
    this.#limits = limits;
    this.#clock = clock;
  }

  /** Resolves when the batch has been flushed; rejects when its flush failed. */
  add(batch: Batch): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#entries.push({ batch, settle: (error) => (error === undefined ? resolve() : reject(error)) });
      this.#running ??= this.#run();
    });
  }

  async #run(): Promise<void> {
    while (this.#entries.length > 0) {
      await sleep(this.#pause());
      await this.#flushOnce(this.#take());
    }
    this.#running = null;
  }

  #pause(): number {
    const behind = this.#entries.some(({ batch }) => batch.endOffset > batch.nextOffset);
    if (behind) return gatherMs;
    const next = this.#lastStart + Math.max(this.#limits.lingerMs, this.#lastTook);
    return Math.max(gatherMs, next - this.#clock.now());
  }

  /** The oldest batches, as many as fit; at least one. */
  #take(): Entry[] {
    let rows = 0;
    let bytes = 0;
    const rest = this.#entries.findIndex(({ batch }, at) => {
      rows += batch.records.length;
      bytes += batch.bytes;
      return at > 0 && (rows > this.#limits.maxRows || bytes > this.#limits.maxBytes);
    });
    return this.#entries.splice(0, rest === -1 ? this.#entries.length : rest);
  }

  async #flushOnce(entries: readonly Entry[]): Promise<void> {
    const batches = entries.map(({ batch }) => batch);
    const alive = setInterval(() => void batches[0]?.heartbeat().catch(() => {}), heartbeatMs);
    this.#lastStart = this.#clock.now();
    try {
      await this.#flush(batches);
      this.#lastTook = this.#clock.now() - this.#lastStart;
      flushSeconds.observe(this.#lastTook / 1_000);
      this.#noteLag(batches);
      for (const { settle } of entries) settle(undefined);
    } catch (error) {
      for (const { settle } of entries) settle(error);
    } finally {
      clearInterval(alive);
    }
  }

  #noteLag(batches: readonly Batch[]): void {
    for (const { topic, partition, endOffset, nextOffset } of batches) {
      const partitions = this.#lags.get(topic) ?? new Map<number, number>();
      this.#lags.set(topic, partitions.set(partition, Number(endOffset - nextOffset)));
      lag.set(
        { topic },
        [...partitions.values()].reduce((sum, behind) => sum + Math.max(0, behind), 0),
      );
    }
  }
}
