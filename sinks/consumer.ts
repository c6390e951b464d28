import type { RawRecord } from '#lib/kafka/cluster.ts';
import { byTopic, idempotentProducer, type OutgoingRecord, type TopicOffset } from '#lib/kafka/producer.ts';
import { kafkaRecord } from '#lib/kafka/record.ts';
import { type Decode, planner, type ReadRecord } from './block.ts';
import { type Batch, Collector } from './collector.ts';
import { EarlierEvents } from './earlierEvents.ts';
import { flush } from './flush.ts';
import { prepareTables, readSetting } from './prepare.ts';
import { Progress, type Setting } from './progress.ts';
import type { Around, SinkOptions } from './sink.ts';

type Consumer = ReturnType<SinkOptions['kafka']['consumer']>;
type EachBatch = Parameters<NonNullable<Parameters<Consumer['run']>[0]>['eachBatch'] & object>[0];
type Producer = ReturnType<typeof idempotentProducer>;

/**
 * One life of the consumer: tables made, sources checked, topics read until the sink stops or something fails that
 * needs a new beginning. The order: nothing is read before the tables are there and the guard has passed; at the end
 * the consumer goes first, so that nothing comes any more.
 */
export async function runReading(options: SinkOptions, around: Around, working: () => void): Promise<void> {
  await prepareTables(options.db, options.tables, options.views);
  const setting = await readSetting(options.db, options.kafka, options.tables);
  const producer = idempotentProducer(options.kafka);
  const consumer = createConsumer(options);
  const ended = Promise.withResolvers<void>();
  const progress = new Progress(options.db, options.clock, setting, ended.reject);
  const onStop = () => ended.resolve();
  around.stopping.addEventListener('abort', onStop);
  try {
    await producer.connect();
    const steps = flushing(options, around, producer, consumer, progress);
    const collector = new Collector((batches) => flush(batches, steps), options.limits, options.clock);
    rewindOnJoin(consumer, setting, around);
    await startConsumer(consumer, options, async (payload) => {
      await take(payload, collector, ended.reject);
      working();
      around.tell(null);
    });
    if (around.stopping.aborted) onStop();
    await ended.promise;
    await progress.write();
  } finally {
    around.stopping.removeEventListener('abort', onStop);
    await consumer.disconnect().catch(() => {});
    progress.close();
    await producer.disconnect().catch(() => {});
  }
}

const createConsumer = ({ kafka, group }: SinkOptions): Consumer =>
  kafka.consumer({
    groupId: group,
    sessionTimeout: 10_000,
    heartbeatInterval: 2_000,
    maxWaitTimeInMs: 500,
    minBytes: 1,
    maxBytesPerPartition: 1 << 20,
    maxBytes: 32 << 20,
    allowAutoTopicCreation: false,
    retry: { initialRetryTime: 100, maxRetryTime: 5_000, retries: 10, restartOnFailure: async () => true },
  });

async function startConsumer(
  consumer: Consumer,
  options: SinkOptions,
  eachBatch: (payload: EachBatch) => Promise<void>,
) {
  const topics = options.tables.flatMap((table) => table.topics);
  await consumer.connect();
  await consumer.subscribe({ topics, fromBeginning: true });
  await consumer.run({
    autoCommit: false,
    eachBatchAutoResolve: false,
    partitionsConsumedConcurrently: 1_000,
    eachBatch,
  });
}

/** Every partition that a new table has not seen begins at its beginning, whatever the group had committed. */
function rewindOnJoin(consumer: Consumer, { rewinds }: Setting, around: Around): void {
  const left = new Map(rewinds.map((rewind) => [`${rewind.topic}/${rewind.partition}`, rewind]));
  consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
    const assigned = Object.entries(payload.memberAssignment).flatMap(([topic, list]) =>
      list.map((partition) => `${topic}/${partition}`),
    );
    for (const name of assigned) {
      const rewind = left.get(name);
      if (rewind) consumer.seek({ ...rewind, offset: String(rewind.offset) });
      left.delete(name);
    }
    around.tell(null);
  });
  consumer.on(consumer.events.CRASH, ({ payload }) => around.tell(`waiting for Kafka: ${payload.error.message}`));
}

/** Errors of the group protocol are kafkajs's to handle: it joins again. All others end this life. */
async function take(payload: EachBatch, collector: Collector, end: (error: unknown) => void): Promise<void> {
  const { batch, heartbeat, resolveOffset } = payload;
  const records = batch.messages.map((message) =>
    kafkaRecord(batch.topic, batch.partition, message as unknown as RawRecord),
  );
  const taken: Batch = {
    topic: batch.topic,
    partition: batch.partition,
    records,
    bytes: records.reduce((sum, { value }) => sum + (value?.length ?? 0), 0),
    nextOffset: BigInt(batch.lastOffset()) + 1n,
    endOffset: BigInt(batch.highWatermark),
    heartbeat,
  };
  try {
    await collector.add(taken);
    resolveOffset(batch.lastOffset());
  } catch (error) {
    if (isGroupError(error)) throw error;
    end(error);
  }
}

const groupErrors = new Set([
  'REBALANCE_IN_PROGRESS',
  'ILLEGAL_GENERATION',
  'UNKNOWN_MEMBER_ID',
  'NOT_COORDINATOR_FOR_GROUP',
]);

const isGroupError = (error: unknown): boolean => groupErrors.has(String((error as { type?: unknown }).type));

function flushing(options: SinkOptions, around: Around, producer: Producer, consumer: Consumer, progress: Progress) {
  const { db, serde, tables, views, clock, deadLetterPartitions } = options;
  const decode: Decode = (value) => serde.decode(value);
  const earlier = tables.some(({ name }) => name === 'events') ? new EarlierEvents(db, decode) : null;
  return {
    clock,
    deadLetterPartitions,
    learn: (values: Iterable<Buffer | null>) => serde.learn(values),
    settle: async (records: readonly ReadRecord[]) => earlier?.settle(records) ?? records,
    plan: planner(tables, decode),
    insert: (table: string, parts: readonly Buffer[]) => db.insert(table, parts),
    refresh: () => prepareTables(db, tables, views),
    pause: around.pause,
    publish: async (records: readonly OutgoingRecord[]) => {
      if (records.length > 0) await producer.sendBatch({ acks: -1, topicMessages: byTopic(records) });
    },
    commit: (offsets: readonly TopicOffset[]) =>
      consumer.commitOffsets(offsets.map(({ offset, ...at }) => ({ ...at, offset: String(offset) }))),
    remember: (offsets: readonly TopicOffset[]) => progress.remember(offsets),
  };
}
