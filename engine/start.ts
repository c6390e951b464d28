import { ConfigError } from '#lib/config.ts';
import { type Admin, type Kafka, withAdmin } from '#lib/kafka/client.ts';
import type { Fetcher } from '#lib/kafka/fetcher.ts';
import { firstRecord, topicBounds } from '#lib/kafka/partitionReader.ts';
import { fencingProducer, type OutgoingRecord, TransactionLost } from '#lib/kafka/producer.ts';
import { ensureTopics, type TopicSpec } from '#lib/kafka/topics.ts';
import { externalSources, publicOutputs } from './plan.ts';
import { deleteRetentionMs } from './restore.ts';
import { beginRebuild, encodeTaskState, initialState, live, taskStateKey } from './taskState.ts';
import { changelogTopic, type Topology } from './topology.ts';

const mib = 1 << 20;
const internal = { 'segment.bytes': String(16 * mib), 'max.message.bytes': String(20 * mib) };

/** Compacted, with tombstones kept for a day, in small segments, since the newest one is never compacted. */
const changelogConfig = {
  ...internal,
  'cleanup.policy': 'compact',
  'delete.retention.ms': String(deleteRetentionMs),
  'min.cleanable.dirty.ratio': '0.3',
  'segment.ms': '3600000',
};

/** Never expires by itself: what is processed is deleted behind the committed offsets. */
const repartitionConfig = { ...internal, 'cleanup.policy': 'delete', 'retention.ms': '-1', 'retention.bytes': '-1' };

/** The topics a topology needs from others: its external sources, its public outputs, the dead letters. */
const neededTopics = (topology: Topology): string[] => [
  ...new Set([
    ...topology.subtopologies.flatMap((it) => externalSources(topology, it)),
    ...publicOutputs(topology),
    topology.deadLetters.topic,
  ]),
];

/** Which of the topics that others make are still missing. */
export const missingTopics = async (admin: Admin, topology: Topology): Promise<string[]> => {
  const existing = new Set(await admin.listTopics());
  return neededTopics(topology).filter((topic) => !existing.has(topic));
};

export interface TopicCounts {
  /** Of every source. */
  readonly partitions: number;
  readonly partitionsOf: ReadonlyMap<string, number>;
}

/** Makes the internal topics. Throws a ConfigError when the sources differ in their number of partitions. */
export async function makeInternalTopics(admin: Admin, topology: Topology): Promise<TopicCounts> {
  const { topics } = await admin.fetchTopicMetadata({ topics: neededTopics(topology) });
  const counts = new Map(topics.map(({ name, partitions }) => [name, partitions.length]));
  const sources = topology.subtopologies.flatMap((it) => externalSources(topology, it));
  const partitions = counts.get(sources[0] ?? '') ?? 0;
  const others = sources.filter((topic) => counts.get(topic) !== partitions);
  if (others.length > 0)
    throw new ConfigError(
      `Source topics must have the same number of partitions: ${sources[0]} has ${partitions}, ${others.map((topic) => `${topic} has ${counts.get(topic)}`).join(', ')}. Make them anew with one EVENT_PARTITIONS.`,
    );
  const specs = internalTopics(topology, partitions);
  await ensureTopics(admin, specs);
  for (const { topic } of specs) counts.set(topic, partitions);
  return { partitions, partitionsOf: counts };
}

const internalTopics = (
  { application, subtopologies, repartitionTopics }: Topology,
  partitions: number,
): TopicSpec[] => [
  ...repartitionTopics.map((topic) => ({ topic, partitions, config: repartitionConfig })),
  ...subtopologies.map(({ name }) => ({
    topic: changelogTopic(application, name),
    partitions,
    config: changelogConfig,
  })),
];

/**
 * Gives every task of a new generation its first state, all in one transaction, so that all of them agree whether they rebuild. Done once;
 * of several processes that try, one succeeds and the others see it.
 */
export async function beginGeneration(
  kafka: Kafka,
  fetcher: Fetcher,
  topology: Topology,
  partitions: number,
): Promise<void> {
  while (!(await begun(kafka, fetcher, topology))) {
    const producer = await fencingProducer(kafka, `${topology.application}-start`);
    try {
      // Again, now that nobody else can: another process may have done it in between.
      if (await begun(kafka, fetcher, topology)) return;
      const records = await firstStates(kafka, topology, partitions);
      await producer.transaction((open) => open.send(records));
    } catch (error) {
      if (!(error instanceof TransactionLost)) throw error;
    } finally {
      await producer.close().catch(() => undefined);
    }
  }
}

/** All first states came together, so looking at one partition is enough. */
async function begun(kafka: Kafka, fetcher: Fetcher, { application, subtopologies }: Topology): Promise<boolean> {
  const topic = changelogTopic(application, subtopologies[0]?.name ?? '');
  const low = (await topicBounds(kafka, topic)).get(0)?.low ?? 0n;
  return (await firstRecord(fetcher, { topic, partition: 0, from: low })) !== undefined;
}

async function firstStates(kafka: Kafka, topology: Topology, partitions: number): Promise<OutgoingRecord[]> {
  const published = await Promise.all(publicOutputs(topology).map((topic) => topicBounds(kafka, topic)));
  const rebuilding = published.some((bounds) => [...bounds.values()].some(({ low, high }) => high > low));
  const records: OutgoingRecord[] = [];
  for (const subtopology of topology.subtopologies) {
    const topic = changelogTopic(topology.application, subtopology.name);
    const sources = externalSources(topology, subtopology);
    const ends = await Promise.all(sources.map(async (source) => [source, await topicBounds(kafka, source)] as const));
    for (let partition = 0; partition < partitions; partition++) {
      const targets = Object.fromEntries(ends.map(([source, bounds]) => [source, bounds.get(partition)?.high ?? 0n]));
      const state = initialState(rebuilding ? beginRebuild(targets) : live);
      records.push({ topic, partition, key: taskStateKey, value: encodeTaskState(state) });
    }
  }
  return records;
}

/** The id of the cluster, by which a store knows whose offsets it holds. */
export const clusterId = (kafka: Kafka): Promise<string> =>
  withAdmin(kafka, async (admin) => (await admin.describeCluster()).clusterId);
