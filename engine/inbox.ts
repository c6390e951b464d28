import type { Feed, Fetched } from '#lib/kafka/fetcher.ts';
import { Signal } from '#lib/kafka/signal.ts';
import { oldest } from './plan.ts';
import type { SourceRecord } from './topology.ts';

/** Above this many waiting records a source is not fetched any further. */
const enough = 5_000;

interface Batch extends Fetched {
  prepared: boolean;
}

/** The waiting records of one source of a task. */
class Source implements Feed {
  readonly topic: string;
  readonly partition: number;
  offset: bigint;
  readonly batches: Batch[] = [];
  /** Of the first batch, how many records are done. */
  done = 0;
  waiting = 0;
  failure: Error | undefined;
  readonly #arrived: Signal;

  constructor(topic: string, partition: number, offset: bigint, arrived: Signal) {
    this.topic = topic;
    this.partition = partition;
    this.offset = offset;
    this.#arrived = arrived;
  }

  wanted(): boolean {
    return this.waiting < enough && this.batches.length < 50;
  }

  deliver(fetched: Fetched): void {
    this.batches.push({ ...fetched, prepared: false });
    this.waiting += fetched.records.length;
    this.#arrived.raise();
  }

  fail(error: Error): void {
    this.failure = error;
    this.#arrived.raise();
  }

  head(): SourceRecord | undefined {
    const [batch] = this.batches;
    return batch?.prepared ? batch.records[this.done] : undefined;
  }
}

/** A task's input: the fetched records of its sources, handed out one by one, the oldest first. */
export class Inbox {
  readonly arrived = new Signal();
  readonly sources: readonly Source[];
  #next: Source | undefined;

  constructor(offsets: ReadonlyMap<string, bigint>, partition: number) {
    this.sources = [...offsets].map(([topic, offset]) => new Source(topic, partition, offset, this.arrived));
  }

  /** The next record; the same one until it is `taken`. */
  head(): SourceRecord | undefined {
    this.#next = oldest(this.sources, (source) => source.head());
    return this.#next?.head();
  }

  taken(): void {
    const source = this.#next;
    if (source === undefined) return;
    source.done++;
    source.waiting--;
  }

  /** Lets go of batches that are done and calls `passed` with where each source goes on. */
  sweep(passed: (topic: string, next: bigint) => void): void {
    for (const source of this.sources)
      for (
        let [batch] = source.batches;
        batch?.prepared && source.done >= batch.records.length;
        [batch] = source.batches
      ) {
        passed(source.topic, batch.nextOffset);
        source.batches.shift();
        source.done = 0;
      }
  }

  /** Has what has newly arrived prepared; rejects when a source can no longer be read, or with what `prepare` rejects with. */
  async prepare(prepare: ((records: readonly SourceRecord[]) => Promise<void>) | undefined): Promise<void> {
    for (const source of this.sources) {
      if (source.failure !== undefined) throw source.failure;
      for (const batch of source.batches.filter((it) => !it.prepared)) {
        if (batch.records.length > 0) await prepare?.(batch.records);
        batch.prepared = true;
      }
    }
  }
}
