import { z } from 'zod';
import { type Kafka, withAdmin } from '#lib/kafka/client.ts';
import type { OutgoingRecord } from '#lib/kafka/producer.ts';
import type { KafkaRecord } from '#lib/kafka/record.ts';
import { ensureTopics } from '#lib/kafka/topics.ts';
import { operationsSpec, operationsTopic } from '#schemas/topics.ts';
import type { Letter } from './summary.ts';

export const acts = ['close', 'replay', 'reopen'] as const;
export type Act = (typeof acts)[number];

/** What an operator decides on a letter. */
export interface Decision {
  readonly act: Act;
  /** Who: an employee id on the page, the name of an account of the machine at the command line. */
  readonly by: string;
  readonly why: string;
}

const operation = z.object({
  act: z.enum(acts),
  by: z.string(),
  why: z.string(),
  /** Epoch ms. */
  at: z.number(),
  letter: z.object({ place: z.string(), at: z.number().nullable(), stage: z.string(), reason: z.string() }).loose(),
});

/** A decision on record, with what the letter was, for it outlives the letter. */
export type Operation = z.output<typeof operation>;

const keyOf = (place: string): string => `letter/${place}`;

/** The record of a decision. The letter's detail stays out: what it quotes may be personal. */
export function operationRecord(letter: Letter, { act, by, why }: Decision, at: number): OutgoingRecord {
  const { place, stage, reason, publisher, queue } = letter;
  const about = { place, at: letter.at, stage, reason, publisher, queue };
  const value = Buffer.from(JSON.stringify({ act, by, why, at, letter: about } satisfies Operation));
  return { topic: operationsTopic, partition: 0, key: keyOf(place), value };
}

/** undefined for a record that is none of a decision on a letter. */
export function operationIn({ value }: Pick<KafkaRecord, 'value'>): Operation | undefined {
  try {
    return operation.safeParse(JSON.parse(value?.toString() ?? '')).data;
  } catch {
    return undefined;
  }
}

/** Makes the topic where an earlier version runs. */
export const ensureOperations = (kafka: Kafka): Promise<void> =>
  withAdmin(kafka, (admin) => ensureTopics(admin, [operationsSpec]));
