import type { OutgoingRecord } from '#lib/kafka/producer.ts';
import type { SourceRecord } from './topology.ts';

/** Why a record could not be used, and by whom. */
export interface Death {
  readonly reason: string;
  readonly detail: string;
  /** The stage that gave up, e.g. `streams/people`. */
  readonly stage: string;
}

/** A dead letter: the record's own key, bytes and headers, and `dead_*` headers that say why and where it came from. */
export const deadLetter = (
  topic: string,
  record: SourceRecord,
  { reason, detail, stage }: Death,
): Omit<OutgoingRecord, 'partition'> => ({
  topic,
  key: record.key,
  value: record.value,
  headers: {
    ...record.headers,
    dead_reason: reason,
    dead_detail: detail.slice(0, 1_000),
    dead_stage: stage,
    dead_attempt: '1',
    dead_topic: record.topic,
    dead_partition: String(record.partition),
    dead_offset: String(record.offset),
    dead_timestamp: String(record.timestamp),
  },
});
