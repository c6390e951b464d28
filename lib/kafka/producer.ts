import type { Kafka, Message, Producer, RecordMetadata, Transaction } from 'kafkajs';
import { retrying } from '#lib/timing.ts';
import { partitionFor } from './murmur2.ts';

/** A record to send; `partition` is always explicit, so that a retried send cannot move it. */
export interface OutgoingRecord {
  readonly topic: string;
  readonly partition: number;
  readonly key: string | null;
  readonly value: Buffer | null;
  readonly headers?: Readonly<Record<string, string>>;
  /** Epoch ms; the time of the send unless given. */
  readonly timestamp?: number;
}

/**
 * A new transaction may have to wait for the last one's markers, usually a few ms: so short at first, and 30 s in all.
 */
const retry = { initialRetryTime: 10, multiplier: 1.5, maxRetryTime: 250, retries: 130 };

/**
 * An idempotent producer for one sender that awaits each send. After a rejected send the producer must be dropped
 * (disconnect it and make another): kafkajs takes its sequence numbers back although the broker may have used them.
 */
export const idempotentProducer = (kafka: Kafka): Producer =>
  kafka.producer({ ...shared, idempotent: true, retry: { ...retry, retries: Number.MAX_SAFE_INTEGER } });

const shared = {
  maxInFlightRequests: 1,
  allowAutoTopicCreation: false,
  createPartitioner:
    () =>
    ({ topic, partitionMetadata, message }: { topic: string; partitionMetadata: unknown[]; message: Message }) => {
      if (message.partition !== undefined) return message.partition;
      if (message.key === null || message.key === undefined)
        throw new Error(`A record for ${topic} has neither partition nor key`);
      return partitionFor(message.key as string | Buffer, partitionMetadata.length);
    },
};

/**
 * A commit or abort whose outcome is unknown, or a producer that lost its id to a newer one: drop it and start the task
 * anew.
 */
export class TransactionLost extends Error {
  override readonly name = 'TransactionLost';
}

export interface TransactionalProducer {
  /**
   * Runs one transaction. Resolves when it is committed; rejects with TransactionLost otherwise: then nothing, or
   * everything, of it took effect, this producer is closed for good, and the next one with the same id finds out which
   * by fencing.
   */
  transaction(write: (open: OpenTransaction) => Promise<unknown>): Promise<void>;
  close(): Promise<void>;
}

export interface OpenTransaction {
  /** Resolves to where each partition's last records were put: the offset behind them. */
  send(records: readonly OutgoingRecord[]): Promise<readonly TopicOffset[]>;
  /** Offsets are those of the next record to read. Call it after `send`. */
  commitOffsets(group: string, offsets: readonly TopicOffset[]): Promise<void>;
}

export interface TopicOffset {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
}

/**
 * Connects a transactional producer and fences every earlier one with the same id: when this resolves, their open
 * transaction has been finished one way or the other and none of them can commit any more.
 */
export async function fencingProducer(kafka: Kafka, transactionalId: string): Promise<TransactionalProducer> {
  const producer = kafka.producer({ ...shared, transactionalId, transactionTimeout: 30_000, retry });
  await producer.connect();
  try {
    await (await producer.transaction()).abort();
  } catch (error) {
    await producer.disconnect();
    throw error;
  }
  return transactional(producer);
}

function transactional(producer: Producer): TransactionalProducer {
  return {
    close: () => producer.disconnect(),
    async transaction(write) {
      try {
        const transaction = await producer.transaction();
        await write(openTransaction(transaction));
        await transaction.commit();
      } catch (cause) {
        await producer.disconnect().catch(() => undefined);
        throw new TransactionLost(cause instanceof Error ? cause.message : String(cause), { cause });
      }
    },
  };
}

const openTransaction = (transaction: Transaction): OpenTransaction => ({
  async send(records) {
    const ends = new Map<string, TopicOffset>();
    for (const round of sendRounds(records)) {
      const written = await transaction.sendBatch({ acks: -1, topicMessages: byTopic(round) });
      for (const end of endsOf(round, written)) ends.set(`${end.topic}/${end.partition}`, end);
    }
    return [...ends.values()];
  },
  /** kafkajs leaves AddOffsetsToTxn outside its retries. */
  commitOffsets: (consumerGroupId, offsets) =>
    retrying(() => transaction.sendOffsets({ consumerGroupId, topics: offsetsByTopic(offsets) }), {
      withinMs: 2_000,
      backoff: { firstMs: 20, maxMs: 100 },
      passes: (error) => passing.has(String((error as { type?: unknown }).type)),
    }),
});

const roundBytes = 800_000;
const recordOverhead = 70;

/**
 * kafkajs makes one record batch of what one send holds for a partition, and brokers refuse batches above
 * `max.message.bytes` (1 MiB unless set): the records are sent in as many rounds as keep each partition's part below
 * 800 kB. Order within a partition is kept.
 */
export function sendRounds(records: readonly OutgoingRecord[]): OutgoingRecord[][] {
  const places = new Map<string, { round: number; bytes: number }>();
  const rounds: OutgoingRecord[][] = [];
  for (const record of records) {
    const at = `${record.topic}/${record.partition}`;
    const size = recordOverhead + (record.key?.length ?? 0) + (record.value?.length ?? 0);
    const place = places.get(at) ?? { round: 0, bytes: 0 };
    const fits = place.bytes === 0 || place.bytes + size <= roundBytes;
    const next = fits ? { round: place.round, bytes: place.bytes + size } : { round: place.round + 1, bytes: size };
    places.set(at, next);
    if (rounds.length === next.round) rounds.push([]);
    rounds[next.round]?.push(record);
  }
  return rounds;
}

/** Records as kafkajs takes them: one entry a topic. */
export function byTopic(records: readonly OutgoingRecord[]): { topic: string; messages: Message[] }[] {
  const now = String(Date.now());
  const topics = new Map<string, Message[]>();
  for (const { topic, partition, key, value, headers, timestamp } of records) {
    const messages = topics.get(topic) ?? [];
    if (messages.length === 0) topics.set(topic, messages);
    const message: Message = { partition, key, value, timestamp: timestamp === undefined ? now : String(timestamp) };
    messages.push(headers === undefined ? message : { ...message, headers });
  }
  return [...topics].map(([topic, messages]) => ({ topic, messages }));
}

/** kafkajs answers with the first offset of each batch. */
function endsOf(round: readonly OutgoingRecord[], written: readonly RecordMetadata[]): TopicOffset[] {
  return written.map(({ topicName: topic, partition, baseOffset }) => {
    const sent = round.filter((record) => record.topic === topic && record.partition === partition).length;
    return { topic, partition, offset: BigInt(baseOffset ?? 0) + BigInt(sent) };
  });
}

function offsetsByTopic(offsets: readonly TopicOffset[]) {
  const topics = Map.groupBy(offsets, ({ topic }) => topic);
  return [...topics].map(([topic, list]) => ({
    topic,
    partitions: list.map(({ partition, offset }) => ({ partition, offset: String(offset) })),
  }));
}

const passing = new Set([
  'CONCURRENT_TRANSACTIONS',
  'COORDINATOR_LOAD_IN_PROGRESS',
  'GROUP_LOAD_IN_PROGRESS',
  'GROUP_COORDINATOR_NOT_AVAILABLE',
  'NOT_COORDINATOR_FOR_GROUP',
]);
