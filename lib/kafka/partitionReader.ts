import type { Kafka } from 'kafkajs';
import { withAdmin } from './client.ts';
import {
  type Feed,
  type Fetched,
  type Fetcher,
  type FetcherOptions,
  OffsetOutOfRange,
  openFetcher,
} from './fetcher.ts';
import type { KafkaRecord } from './record.ts';

/** May be asynchronous: the partition is read on only when it has resolved. Rejecting ends the reading. */
export type OnRecords = (records: readonly KafkaRecord[]) => void | Promise<void>;

export interface Bounds {
  /** The first offset that is still there, and the one behind the last. */
  readonly low: bigint;
  readonly high: bigint;
}

/** Where each partition of a topic begins and ends now; the end counts open transactions. */
export async function topicBounds(kafka: Kafka, topic: string): Promise<ReadonlyMap<number, Bounds>> {
  const offsets = await withAdmin(kafka, (admin) => admin.fetchTopicOffsets(topic));
  return new Map(offsets.map(({ partition, low, high }) => [partition, { low: BigInt(low), high: BigInt(high) }]));
}

/**
 * Reads a partition through `fetcher` from `from` to the end that its first answer shows, and resolves to the offset
 * behind it. A log that ends in compacted, empty or control batches ends all the same. Rejects with OffsetOutOfRange if
 * `from` is not in the log.
 */
export function readToEnd(
  fetcher: Fetcher,
  { topic, partition, from }: { readonly topic: string; readonly partition: number; readonly from: bigint },
  onRecords: OnRecords,
): Promise<bigint> {
  return new Promise((resolve, reject) => {
    let end: bigint | undefined;
    function finish(done: () => void) {
      fetcher.remove(feed);
      done();
    }
    const feed = orderedFeed(topic, partition, from, fetcher, {
      async take({ records, nextOffset, endOffset }) {
        end ??= endOffset;
        if (records.length > 0) await onRecords(records);
        if (nextOffset >= end) finish(() => resolve(nextOffset));
      },
      fail: (error) => finish(() => reject(error)),
    });
    fetcher.add(feed);
  });
}

/**
 * The first record that can be read from `from` on; undefined when there is none up to the end that the first answer
 * shows.
 */
export function firstRecord(
  fetcher: Fetcher,
  { topic, partition, from }: { readonly topic: string; readonly partition: number; readonly from: bigint },
): Promise<KafkaRecord | undefined> {
  return new Promise((resolve, reject) => {
    let end: bigint | undefined;
    const feed = orderedFeed(topic, partition, from, fetcher, {
      async take({ records, nextOffset, endOffset }) {
        end ??= endOffset;
        if (records.length === 0 && nextOffset < end) return;
        fetcher.remove(feed);
        resolve(records[0]);
      },
      fail: reject,
    });
    fetcher.add(feed);
  });
}

interface Taking {
  take(fetched: Fetched): Promise<void>;
  fail(error: Error): void;
}

/** A feed whose next fetch waits until the last one has been taken. */
function orderedFeed(topic: string, partition: number, offset: bigint, fetcher: Fetcher, { take, fail }: Taking): Feed {
  let busy = false;
  return {
    topic,
    partition,
    offset,
    wanted: () => !busy,
    deliver(fetched) {
      busy = true;
      take(fetched)
        .then(() => {
          busy = false;
          fetcher.wake();
        })
        .catch(fail);
    },
    fail,
  };
}

export interface TailOptions extends FetcherOptions {
  /** Default: only what comes from now on. */
  readonly from?: 'beginning' | 'end';
}

export interface Tail {
  /** Resolves when everything that was there at the start has been handed over; rejects when the reading ended. */
  readonly caughtUp: Promise<void>;
  stop(): Promise<void>;
}

/**
 * Follows all partitions of a topic without a consumer group, read committed. If records vanish before they were read
 * (retention), it goes on with the first that is left.
 */
export async function tail(
  kafka: Kafka,
  topic: string,
  onRecords: OnRecords,
  options: TailOptions = {},
): Promise<Tail> {
  const bounds = await topicBounds(kafka, topic);
  const fetcher = await openFetcher(kafka, options);
  const following = [...bounds].map(([partition, { low, high }]) =>
    follow(kafka, fetcher, { topic, partition, from: options.from === 'beginning' ? low : high }, onRecords),
  );
  const caughtUp = Promise.all(following).then(() => undefined);
  caughtUp.catch(() => undefined);
  return { caughtUp, stop: () => fetcher.close() };
}

/** Resolves when the end that the first answer showed has been reached; goes on reading after that. */
function follow(
  kafka: Kafka,
  fetcher: Fetcher,
  { topic, partition, from }: { readonly topic: string; readonly partition: number; readonly from: bigint },
  onRecords: OnRecords,
): Promise<void> {
  return new Promise((resolve, reject) => {
    let end: bigint | undefined;
    async function restart() {
      const low = (await topicBounds(kafka, topic)).get(partition)?.low ?? 0n;
      await follow(kafka, fetcher, { topic, partition, from: low }, onRecords);
    }
    const feed = orderedFeed(topic, partition, from, fetcher, {
      async take({ records, nextOffset, endOffset }) {
        end ??= endOffset;
        if (records.length > 0) await onRecords(records);
        if (nextOffset >= end) resolve();
      },
      fail(error) {
        fetcher.remove(feed);
        if (error instanceof OffsetOutOfRange) restart().then(resolve, reject);
        else reject(error);
      },
    });
    fetcher.add(feed);
  });
}
