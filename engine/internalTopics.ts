import { ConfigError } from '#lib/config.ts';
import type { Admin } from '#lib/kafka/client.ts';
import { ensureTopics, type TopicSpec } from '#lib/kafka/topics.ts';
import { deleteRetentionMs } from './restore.ts';
import { changelogTopic, type Topology } from './topology.ts';
import { externalSources, outputTopics } from './topologyTopics.ts';

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
    ...outputTopics(topology, 'public'),
    topology.deadLetters.topic,
  ]),
];

/** Which of the topics that others make are still missing. */
export async function missingTopics(admin: Admin, topology: Topology): Promise<string[]> {
  const existing = new Set(await admin.listTopics());
  return neededTopics(topology).filter((topic) => !existing.has(topic));
}

export interface TopicCounts {
  /** Of every source. */
  readonly partitions: number;
  /** Of any topic that is written to. */
  partitionsOf(topic: string): number;
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
  return { partitions, partitionsOf: (topic) => known(counts, topic) };
}

function known(counts: ReadonlyMap<string, number>, topic: string): number {
  const count = counts.get(topic);
  if (count === undefined) throw new Error(`${topic} is written to but is not among the outputs`);
  return count;
}

const internalTopics = (topology: Topology, partitions: number): TopicSpec[] => [
  ...outputTopics(topology, 'internal').map((topic) => ({ topic, partitions, config: repartitionConfig })),
  ...topology.subtopologies.map(({ name }) => ({
    topic: changelogTopic(topology.application, name),
    partitions,
    config: changelogConfig,
  })),
];
