import type { Consumer, Producer } from '#lib/kafka/client.ts';
import type { RawRecord } from '#lib/kafka/cluster.ts';
import { byTopic, idempotentProducer } from '#lib/kafka/producer.ts';
import { kafkaRecord } from '#lib/kafka/record.ts';
import { aborted } from '#lib/timing.ts';
import { type Decode, planner } from './block.ts';
import { type Batch, Collector } from './collector.ts';
import type { SinkContext, SinkOptions } from './context.ts';
import { EarlierEvents } from './earlierEvents.ts';
import { type Flushing, flush } from './flush.ts';
import { prepareTables, readBaseline } from './prepare.ts';
import { type Baseline, Progress } from './progress.ts';

type EachBatch = Parameters<NonNullable<Parameters<Consumer['run']>[0]>['eachBatch'] & object>[0];

/**
 * One consumer: tables made, positions checked, topics read until the sink stops or something fails that needs a new
 * beginning. The order: nothing is read before the tables are there and the guard has passed; at the end the consumer
 * goes first, so that nothing comes any more.
 */
export async function runConsumer(options: SinkOptions, context: SinkContext, working: () => void): Promise<void> {
  context.tell('preparing the tables');
  await prepareTables(options.db, options.tables, options.views);
  context.tell('looking how far the tables are');
  const baseline = await readBaseline(options.db, options.kafka, options.tables);
  const ended = Promise.withResolvers<never>();
  ended.promise.catch(() => {});
  const producer = idempotentProducer(options.kafka);
  const consumer = createConsumer(options);
  const progress = new Progress(options.db, options.clock, baseline, ended.reject);
  context.tell('joining its group');
  try {
    await producer.connect();
    const steps = flushing(options, context, { producer, consumer, progress });
    const collector = new Collector((batches) => flush(batches, steps), options.limits, options.clock);
    rewindOnJoin(consumer, baseline, context);
    await startConsumer(consumer, options, async (payload) => {
      await take(payload, collector, ended.reject);
      working();
      context.tell(null);
    });
    await Promise.race([ended.promise, aborted(context.stopping)]);
    await progress.write();
  } finally {
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
  { tables }: SinkOptions,
  eachBatch: (payload: EachBatch) => Promise<void>,
): Promise<void> {
  const topics = tables.flatMap((table) => table.topics);
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
function rewindOnJoin(consumer: Consumer, { rewinds }: Baseline, context: SinkContext): void {
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
    context.tell(null);
  });
  consumer.on(consumer.events.CRASH, ({ payload }) => context.tell(`waiting for Kafka: ${payload.error.message}`));
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

interface Clients {
  readonly producer: Producer;
  readonly consumer: Consumer;
  readonly progress: Progress;
}

function flushing(options: SinkOptions, context: SinkContext, { producer, consumer, progress }: Clients): Flushing {
  const { db, serde, tables, views, clock, deadLetterPartitions } = options;
  const decode: Decode = (value) => serde.decode(value);
  const earlier = tables.some(({ name }) => name === 'events') ? new EarlierEvents(db, decode) : null;
  return {
    clock,
    deadLetterPartitions,
    learn: (values) => serde.learn(values),
    settle: async (records) => earlier?.settle(records) ?? records,
    plan: planner(tables, decode),
    insert: (table, parts) => db.insert(table, parts),
    refresh: () => prepareTables(db, tables, views),
    pause: context.pause,
    publish: async (records) => {
      if (records.length > 0) await producer.sendBatch({ acks: -1, topicMessages: byTopic(records) });
    },
    commit: (offsets) =>
      consumer.commitOffsets(offsets.map(({ offset, ...at }) => ({ ...at, offset: String(offset) }))),
    remember: (offsets) => progress.remember(offsets),
  };
}
