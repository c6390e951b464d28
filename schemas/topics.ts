import type { TopicSpec } from '#lib/kafka/topics.ts';
import { derivedRecords } from './catalogue.ts';
import { families } from './families.ts';

const dayMs = 86_400_000;

const compacted = { 'cleanup.policy': 'compact', 'retention.ms': '-1' } as const;

const keptDays = (days: number) => ({ 'cleanup.policy': 'delete', 'retention.ms': String(days * dayMs) });

/** Where logins go that are older than what is remembered of logins; the original bytes. */
export const lateTopic = 'hr.late';

/** What no stage could use: original bytes, reason, stage; up to 20 MiB a message. */
export const deadLetterTopic = 'hr.dead-letters';

/**
 * What operators decided on dead letters: who, when, why, the newest decision of each; and which routes of ingress
 * stand.
 */
export const operationsTopic = 'hr.operations';

/** One record per flush of a sink: which tables have new rows. */
export const flushTopic = 'hr.sink-flushes';

/** A topic that keeps the newest record of each key for ever. */
export const compactedTopic = (topic: string, partitions: number): TopicSpec => ({
  topic,
  partitions,
  config: compacted,
});

/** The topics of the five event families: the event store. */
export const eventTopics = (partitions: number): TopicSpec[] =>
  Object.values(families).map(({ topic, keptDays: days }) => ({
    topic,
    partitions,
    config: days === null ? compacted : { 'cleanup.policy': 'compact,delete', 'retention.ms': String(days * dayMs) },
  }));

/** One partition, so that decisions have one order; kept longer than what they are about. */
export const operationsSpec: TopicSpec = {
  topic: operationsTopic,
  partitions: 1,
  config: { 'cleanup.policy': 'compact,delete', 'retention.ms': String(400 * dayMs) },
};

/** Every public topic but those of the statistics, which `statistics/line.ts` adds. `partitions`: EVENT_PARTITIONS. */
export const publicTopics = (partitions: number): TopicSpec[] => [
  ...eventTopics(partitions),
  ...derivedRecords.map(({ topic }) => compactedTopic(topic, partitions)),
  { topic: deadLetterTopic, partitions, config: { ...keptDays(30), 'max.message.bytes': String(20 * 1024 * 1024) } },
  { topic: lateTopic, partitions, config: keptDays(30) },
  operationsSpec,
  { topic: flushTopic, partitions: 1, config: keptDays(1) },
];
