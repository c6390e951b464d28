import type { Feed, Fetched } from '#lib/kafka/fetcher.ts';
import type { KafkaRecord } from '#lib/kafka/record.ts';
import { Signal } from '#lib/kafka/signal.ts';

/** Above this many waiting records, or batches of them, a partition is not fetched any further. */
const enoughRecords = 5_000;
const enoughBatches = 50;

interface Batch extends Fetched {
  prepared: boolean;
}

/** The fetched records of one partition that are waiting for their task. */
class RecordQueue implements Feed {
  readonly topic: string;
  readonly partition: number;
  /** The next offset to fetch. */
  offset: bigint;
  /** The offset behind the last batch that is done. */
  passed: bigint;
  readonly batches: Batch[] = [];
  /** Of the first batch, how many records are done. */
  #done = 0;
  #waiting = 0;
  failure: Error | undefined;
  readonly #arrived: Signal;

  constructor(topic: string, partition: number, offset: bigint, arrived: Signal) {
    this.topic = topic;
    this.partition = partition;
    this.offset = offset;
    this.passed = offset;
    this.#arrived = arrived;
  }

  wanted(): boolean {
    return this.#waiting < enoughRecords && this.batches.length < enoughBatches;
  }

  deliver(fetched: Fetched): void {
    this.batches.push({ ...fetched, prepared: false });
    this.#waiting += fetched.records.length;
    this.#arrived.raise();
  }

  fail(error: Error): void {
    this.failure = error;
    this.#arrived.raise();
  }

  /** The next record that is prepared; lets go of batches that are done. */
  head(): KafkaRecord | undefined {
    for (let batch = this.batches[0]; batch?.prepared; batch = this.batches[0]) {
      const record = batch.records[this.#done];
      if (record !== undefined) return record;
      this.passed = batch.nextOffset;
      this.batches.shift();
      this.#done = 0;
    }
    return undefined;
  }

  takeHead(): void {
    this.#done++;
    this.#waiting--;
  }
}

/** A task's input: one queue per source, whose records are handed out one by one, the oldest first. */
export class RecordQueues {
  readonly arrived = new Signal();
  readonly all: readonly RecordQueue[];

  constructor(offsets: ReadonlyMap<string, bigint>, partition: number) {
    this.all = [...offsets].map(([topic, offset]) => new RecordQueue(topic, partition, offset, this.arrived));
  }

  /** The queue whose next record is the oldest; undefined when nothing is waiting. */
  next(): RecordQueue | undefined {
    let found: RecordQueue | undefined;
    let least = Number.POSITIVE_INFINITY;
    for (const queue of this.all) {
      const timestamp = queue.head()?.timestamp ?? Number.POSITIVE_INFINITY;
      if (timestamp < least) {
        found = queue;
        least = timestamp;
      }
    }
    return found;
  }

  /**
   * Has what has newly arrived prepared; rejects when a source can no longer be read, or with what `prepare` rejects
   * with.
   */
  async prepare(prepare: ((records: readonly KafkaRecord[]) => Promise<void>) | undefined): Promise<void> {
    for (const queue of this.all) {
      if (queue.failure !== undefined) throw queue.failure;
      for (const batch of queue.batches.filter((it) => !it.prepared)) {
        if (batch.records.length > 0) await prepare?.(batch.records);
        batch.prepared = true;
      }
    }
  }
}
