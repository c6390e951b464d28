import type { RecordSchema } from '#lib/avro/serde.ts';
import type { TopicSpec } from '#lib/kafka/topics.ts';
import { derivedRecords, eventTypes } from '#schemas/catalogue.ts';
import { compactedTopic, publicTopics } from '#schemas/topics.ts';
import { statistics } from './catalogue.ts';

const rows = statistics.map(({ row }) => row);

/** Every record that the line's topics hold: events, enriched records, rows of statistics. */
export const lineSchemas: readonly RecordSchema[] = [...eventTypes, ...derivedRecords, ...rows];

/** Every public topic. `partitions`: EVENT_PARTITIONS. */
export const lineTopics = (partitions: number): readonly TopicSpec[] => [
  ...publicTopics(partitions),
  ...rows.map(({ topic }) => compactedTopic(topic, partitions)),
];
