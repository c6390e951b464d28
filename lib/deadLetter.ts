import type { KafkaRecord } from './kafka/record.ts';

/** Why a record or message can never be used. */
export interface Failure {
  /** Stable, in snake_case. */
  readonly reason: string;
  /** A sentence for people. */
  readonly detail: string;
}

interface Circumstances {
  /** Who gave up, e.g. `ingress` or `streams/people`. */
  readonly stage: string;
  /** Epoch ms of the record, or of the message's receipt. */
  readonly timestamp: number;
  /** How often it was a dead letter before: what its header `replaysHeader` says. */
  readonly replays: unknown;
}

/** What a replay gives its record or message: the number of times that it has been a dead letter. */
export const replaysHeader = 'x-replay-attempt';

/** The headers that every dead letter has, in Kafka as in RabbitMQ, whoever gave up. */
export const failureHeaders = ({ reason, detail }: Failure, { stage, timestamp, replays }: Circumstances) => ({
  dead_reason: reason,
  dead_detail: detail.slice(0, 1_000),
  dead_stage: stage,
  dead_attempt: String(countOf(replays) + 1),
  dead_timestamp: String(timestamp),
});

function countOf(replays: unknown): number {
  const count = Number(replays ?? 0);
  return Number.isSafeInteger(count) && count > 0 ? count : 0;
}

/** The dead letter of a Kafka record: its own key, bytes and headers, why it failed and where it came from. */
export const deadLetterOf = (record: KafkaRecord, failure: Failure, stage: string) => ({
  key: record.key,
  value: record.value,
  headers: {
    ...record.headers,
    ...failureHeaders(failure, { stage, timestamp: record.timestamp, replays: record.headers[replaysHeader] }),
    dead_topic: record.topic,
    dead_partition: String(record.partition),
    dead_offset: String(record.offset),
  },
});

type Headers = Readonly<Record<string, unknown>>;

/** What a dead letter says of why it is one. */
export const failureOf = (headers: Headers): Failure & { readonly stage: string; readonly attempt: number } => ({
  reason: String(headers.dead_reason ?? ''),
  detail: String(headers.dead_detail ?? ''),
  stage: String(headers.dead_stage ?? ''),
  attempt: Number(headers.dead_attempt ?? 1),
});

/** Where a dead letter's record was; undefined when it was none of Kafka. */
export const originOf = ({ dead_topic: topic, dead_partition: partition, dead_offset: offset }: Headers) =>
  topic === undefined ? undefined : { topic: String(topic), partition: Number(partition), offset: String(offset) };

/** The headers of a replay: those from before the failure, and how often it has failed. */
export const replayHeaders = <T>(headers: Readonly<Record<string, T>>): Record<string, T | string> => ({
  ...Object.fromEntries(Object.entries(headers).filter(([name]) => !name.startsWith('dead_'))),
  [replaysHeader]: String(failureOf(headers).attempt),
});
