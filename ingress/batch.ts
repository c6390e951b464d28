import type { Delivery } from '#lib/amqp/subscription.ts';
import type { Failure } from '#lib/deadLetter.ts';
import type { OutgoingRecord } from '#lib/kafka/producer.ts';
import type { AmqpMessage } from '#schemas/reader/message.ts';
import { recordBytes } from './normalise.ts';

/** A delivery on its way: the record it became, be that an event or a dead letter. */
export interface Entry {
  readonly delivery: Delivery;
  readonly message: AmqpMessage;
  readonly record: OutgoingRecord;
  /** `ok`, or the reason of the dead letter. */
  readonly outcome: string;
  /** The whole body goes to the parking queue first. */
  readonly park?: Failure;
}

export const limits = { records: 500, bytes: 512 * 1024, waitMs: 5 } as const;

/** How many entries the next batch takes: the limits are not passed, but one entry always goes, however large. */
export function batchLength(entries: readonly Entry[]): number {
  let bytes = 0;
  for (const [at, { record }] of entries.entries()) {
    bytes += recordBytes(record);
    if (at === limits.records || (at > 0 && bytes > limits.bytes)) return at;
  }
  return entries.length;
}

/** Whether waiting for more would not make the next batch larger. */
export const isFull = (entries: readonly Entry[]): boolean =>
  entries.length >= limits.records || batchLength(entries) < entries.length;

/** The records of a batch, marked as this attempt. */
export const recordsOf = (entries: readonly Entry[], attempt: number): OutgoingRecord[] =>
  entries.map(({ record }) =>
    attempt === 1 ? record : { ...record, headers: { ...record.headers, 'x-bridge-attempt': String(attempt) } },
  );
