import type { Clock } from '#lib/clock.ts';
import type { Feed, Fetcher } from '#lib/kafka/fetcher.ts';
import {
  type OpenTransaction,
  type OutgoingRecord,
  type TopicOffset,
  type TransactionalProducer,
  TransactionLost,
} from '#lib/kafka/producer.ts';
import type { DriverTopics } from './driverTopics.ts';
import type { Broker } from './environment.ts';

/**
 * Kafka as tasks see it, over topics in memory: what is there is delivered at once, and a commit appends all or
 * nothing.
 */
export function memoryBroker(topics: DriverTopics, clock: Clock): Broker {
  const newest = new Map<string, TransactionalProducer>();
  return {
    cluster: 'memory',
    fetcher: memoryFetcher(topics),
    bounds: async (topic) => new Map(topics.ends(topic).map((high, partition) => [partition, { low: 0n, high }])),
    producer: async (transactionalId) => {
      const producer = memoryProducer(topics, clock, () => newest.get(transactionalId) !== producer);
      newest.set(transactionalId, producer);
      return producer;
    },
  };
}

function memoryFetcher(topics: DriverTopics): Fetcher {
  const feeds = new Set<Feed>();
  return {
    add: (feed) => {
      feeds.add(feed);
      deliver(feed);
    },
    remove: (feed) => feeds.delete(feed),
    wake: () => {
      for (const feed of feeds) if (feed.offset < topics.end(feed) && feed.wanted()) deliver(feed);
    },
    close: async () => feeds.clear(),
  };
  function deliver(feed: Feed): void {
    const records = topics.log(feed.topic, feed.partition).slice(Number(feed.offset));
    const endOffset = topics.end(feed);
    feed.offset = endOffset;
    feed.deliver({ records, nextOffset: endOffset, endOffset });
  }
}

/** Records of a transaction become visible when it commits; one that was fenced off, or that fails, leaves nothing. */
function memoryProducer(topics: DriverTopics, clock: Clock, fenced: () => boolean): TransactionalProducer {
  return {
    close: async () => undefined,
    transaction: async (write) => {
      const open = memoryTransaction(topics);
      try {
        await write(open);
        if (fenced()) throw new Error('a newer producer has taken the transactional id over');
      } catch (cause) {
        throw new TransactionLost(String(cause), { cause });
      }
      for (const record of open.sent) topics.append(record, clock.now());
    },
  };
}

function memoryTransaction(topics: DriverTopics): OpenTransaction & { readonly sent: readonly OutgoingRecord[] } {
  const sent: OutgoingRecord[] = [];
  const ends = new Map<string, TopicOffset>();
  return {
    sent,
    send: async (records) => {
      for (const record of records) {
        sent.push(record);
        const { topic, partition } = record;
        const place = `${topic}/${partition}`;
        ends.set(place, { topic, partition, offset: (ends.get(place)?.offset ?? topics.end(record)) + 1n });
      }
      return [...ends.values()];
    },
    /** Progress is in the task state; nobody here asks a group for it. */
    commitOffsets: async () => undefined,
  };
}
