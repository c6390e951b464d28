import type { Admin } from 'kafkajs';
import { ConfigError } from '#lib/config.ts';
import { retrying } from '#lib/timing.ts';

export interface TopicSpec {
  readonly topic: string;
  readonly partitions: number;
  /**
   * Kafka's topic settings, e.g. `{ 'cleanup.policy': 'compact' }`; applied when the topic is created, left alone
   * later.
   */
  readonly config?: Readonly<Record<string, string>>;
}

/**
 * Creates the topics that are missing and checks the partition counts of the others. A different count is refused with
 * a ConfigError: keys would land elsewhere. The replication factor is the brokers' default.
 */
export async function ensureTopics(admin: Admin, specs: readonly TopicSpec[]): Promise<void> {
  const existing = new Set(await admin.listTopics());
  const missing = specs.filter(({ topic }) => !existing.has(topic));
  if (missing.length > 0) await create(admin, missing);
  await onceKnown(() => checkPartitions(admin, specs));
  for (const { topic } of specs) await onceKnown(() => admin.fetchTopicOffsets(topic));
}

async function create(admin: Admin, specs: readonly TopicSpec[]): Promise<void> {
  const topics = specs.map(({ topic, partitions, config = {} }) => ({
    topic,
    numPartitions: partitions,
    replicationFactor: -1,
    configEntries: Object.entries(config).map(([name, value]) => ({ name, value })),
  }));
  // False when another process made them first; the check of the partitions looks at what is there.
  // Leaders are not waited for here: kafkajs gives up on a topic that the broker does not know yet.
  await admin.createTopics({ topics, waitForLeaders: false, timeout: 15_000 });
}

/**
 * Asks again while the brokers have still to hear of a topic that was made a moment ago, perhaps by another process.
 */
const onceKnown = (ask: () => Promise<unknown>): Promise<unknown> =>
  retrying(ask, {
    withinMs: 15_000,
    backoff: { firstMs: 20, maxMs: 200 },
    passes: (error) => (error as { retriable?: boolean }).retriable === true,
  });

async function checkPartitions(admin: Admin, specs: readonly TopicSpec[]): Promise<void> {
  const { topics } = await admin.fetchTopicMetadata({ topics: specs.map(({ topic }) => topic) });
  const counts = new Map(topics.map(({ name, partitions }) => [name, partitions.length]));
  const faults = specs
    .filter(({ topic, partitions }) => counts.get(topic) !== partitions)
    .map(({ topic, partitions }) => `  ${topic} has ${counts.get(topic) ?? 0} partitions, ${partitions} are needed`);
  if (faults.length === 0) return;
  throw new ConfigError(
    [
      'Topics with the wrong number of partitions:',
      ...faults,
      "The count is fixed for ever, because a key's records must stay in one partition.",
      'Restore the setting, or start with an empty Kafka.',
    ].join('\n'),
  );
}

/** Deletes the records of a topic before the given offsets, by partition. */
export async function deleteRecordsBefore(
  admin: Admin,
  topic: string,
  offsets: ReadonlyMap<number, bigint>,
): Promise<void> {
  // Also loads the topic's metadata, without which kafkajs refuses to delete.
  const bounds = await admin.fetchTopicOffsets(topic);
  const partitions = bounds
    .filter(({ partition, low }) => (offsets.get(partition) ?? 0n) > BigInt(low))
    .map(({ partition }) => ({ partition, offset: String(offsets.get(partition)) }));
  if (partitions.length > 0) await admin.deleteTopicRecords({ topic, partitions });
}
