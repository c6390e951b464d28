import type { Kafka } from 'kafkajs';
import { sleep, withTimeout } from '#lib/timing.ts';
import { type Cluster, connectCluster, type PartitionResponse } from './cluster.ts';
import { type KafkaRecord, kafkaRecord } from './record.ts';
import { withoutAborted } from './shims/abortedRecords.ts';
import { Signal } from './signal.ts';

/** What one fetch found in one partition. */
export interface Fetched {
  /** Without control records, and, when reading committed, without those of aborted transactions. */
  readonly records: readonly KafkaRecord[];
  /** Where the next fetch begins; it moves over compacted, aborted and control records, too. */
  readonly nextOffset: bigint;
  /** The end of what can be read now: the last stable offset when reading committed, else the high watermark. */
  readonly endOffset: bigint;
}

/** A partition that is read from `offset` on. */
export interface Feed {
  readonly topic: string;
  readonly partition: number;
  /** The next offset to fetch; the fetcher moves it. */
  offset: bigint;
  /** False while what was delivered is still being worked on; call `Fetcher.wake` when it turns true. */
  wanted(): boolean;
  deliver(fetched: Fetched): void;
  /** The partition can no longer be read from `offset`, e.g. because its records are gone; it is no longer fetched. */
  fail(error: Error): void;
}

export interface Fetcher {
  add(feed: Feed): void;
  remove(feed: Feed): void;
  wake(): void;
  close(): Promise<void>;
}

export interface FetcherOptions {
  /** How long a broker may wait for the first byte. */
  readonly maxWaitMs?: number;
  readonly maxBytesPerPartition?: number;
  readonly isolation?: 'committed' | 'uncommitted';
}

const retryMs = 200;
/** A broker that does not answer is not waited for: kafkajs would give it 30 s. */
const closeMs = 2_000;

/**
 * Reads any number of partitions without a consumer group: one fetch in flight per broker, for all partitions that are
 * wanted. While brokers are away it goes on trying.
 */
export async function openFetcher(kafka: Kafka, options: FetcherOptions = {}): Promise<Fetcher> {
  const fetching = new Fetching(await connectCluster(kafka), options);
  return {
    add: (feed) => fetching.add(feed),
    remove: (feed) => fetching.feeds.delete(feed),
    wake: () => fetching.signal.raise(),
    close: () => fetching.close(),
  };
}

class Fetching {
  readonly feeds = new Set<Feed>();
  readonly signal = new Signal();
  readonly cluster: Cluster;
  readonly loops = new Map<number, Promise<void>>();
  readonly maxWaitMs: number;
  readonly maxBytes: number;
  readonly committed: boolean;
  closed = false;

  constructor(cluster: Cluster, { maxWaitMs = 100, maxBytesPerPartition = 1 << 20, isolation }: FetcherOptions) {
    this.cluster = cluster;
    this.maxWaitMs = maxWaitMs;
    this.maxBytes = maxBytesPerPartition;
    this.committed = isolation !== 'uncommitted';
  }

  add(feed: Feed): void {
    this.feeds.add(feed);
    void this.startLoops();
  }

  async close(): Promise<void> {
    this.closed = true;
    this.feeds.clear();
    this.signal.raise();
    const closing = Promise.all(this.loops.values()).then(() => this.cluster.disconnect());
    await withTimeout(closing, closeMs, 'closing').catch(() => undefined);
  }

  /** One loop per broker that leads one of the partitions; tries again until the leaders are known. */
  async startLoops(): Promise<void> {
    while (!this.closed) {
      try {
        await this.cluster.addMultipleTargetTopics([...new Set([...this.feeds].map(({ topic }) => topic))]);
        for (const feed of this.feeds) this.startLoop(this.leader(feed));
        return this.signal.raise();
      } catch {
        await this.reconnect();
      }
    }
  }

  startLoop(node: number | undefined): void {
    if (node === undefined) throw new Error('The partition has no leader now');
    if (!this.loops.has(node)) this.loops.set(node, this.loop(node));
  }

  leader({ topic, partition }: Feed): number | undefined {
    const [node] = Object.keys(this.cluster.findLeaderForPartitions(topic, [partition]));
    return node === undefined ? undefined : Number(node);
  }

  async loop(node: number): Promise<void> {
    while (!this.closed) {
      try {
        const feeds = [...this.feeds].filter((feed) => feed.wanted() && this.leader(feed) === node);
        if (feeds.length === 0) await this.signal.wait(this.maxWaitMs * 10);
        else await this.fetch(node, feeds);
      } catch (error) {
        await this.recover(error as FetchError);
      }
    }
  }

  async fetch(nodeId: number, feeds: readonly Feed[]): Promise<void> {
    await this.cluster.refreshMetadataIfNecessary();
    const broker = await this.cluster.findBroker({ nodeId });
    const { responses } = await broker.fetch({
      maxWaitTime: this.maxWaitMs,
      minBytes: 1,
      maxBytes: 16 << 20,
      isolationLevel: this.committed ? 1 : 0,
      topics: [...Map.groupBy(feeds, ({ topic }) => topic)].map(([topic, list]) => ({
        topic,
        partitions: list.map(({ partition, offset }) => ({
          partition,
          fetchOffset: String(offset),
          maxBytes: this.maxBytes,
        })),
      })),
    });
    const fetched = responses.flatMap(({ topicName, partitions }) => partitions.map((it) => [topicName, it] as const));
    for (const [topic, response] of fetched) this.deliver(feeds, topic, response);
  }

  deliver(feeds: readonly Feed[], topic: string, response: PartitionResponse): void {
    const feed = feeds.find((it) => it.topic === topic && it.partition === response.partition);
    if (feed === undefined || !this.feeds.has(feed)) return;
    const from = feed.offset;
    const next = response.messages.nextOffset ?? from;
    if (next > from) feed.offset = next;
    const kept = this.committed ? withoutAborted(response) : response.messages;
    const records = kept
      .filter((raw) => !raw.isControlRecord)
      .map((raw) => kafkaRecord(topic, feed.partition, raw))
      .filter(({ offset }) => offset >= from);
    const endOffset = BigInt(this.committed ? response.lastStableOffset : response.highWatermark);
    feed.deliver({ records, nextOffset: feed.offset, endOffset });
  }

  async recover(error: FetchError): Promise<void> {
    if (error.name === 'KafkaJSOffsetOutOfRange') {
      const gone = [...this.feeds].find((it) => it.topic === error.topic && it.partition === error.partition);
      if (gone !== undefined) this.feeds.delete(gone);
      gone?.fail(new OffsetOutOfRange(gone));
      return;
    }
    if (error.host !== undefined && error.port !== undefined)
      this.cluster.removeBroker({ host: error.host, port: error.port });
    await this.reconnect();
    await this.startLoops();
  }

  async reconnect(): Promise<void> {
    await sleep(retryMs);
    if (this.closed) return;
    try {
      if (!this.cluster.isConnected()) await this.cluster.connect();
      await this.cluster.refreshMetadata();
    } catch {
      // Still away: the caller's loop comes back here.
    }
  }
}

interface FetchError extends Error {
  readonly topic?: string;
  readonly partition?: number;
  readonly host?: string;
  readonly port?: number;
}

/** The offset to read from is before the first record that is left, or behind the last. */
export class OffsetOutOfRange extends Error {
  override readonly name = 'OffsetOutOfRange';

  constructor({ topic, partition, offset }: Pick<Feed, 'topic' | 'partition' | 'offset'>) {
    super(`Offset ${offset} of ${topic}-${partition} is not in the log`);
  }
}
