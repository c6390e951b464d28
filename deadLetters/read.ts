import { failureOf } from '#lib/deadLetter.ts';
import type { Kafka } from '#lib/kafka/client.ts';
import { openFetcher } from '#lib/kafka/fetcher.ts';
import { readToEnd, topicBounds } from '#lib/kafka/partitionReader.ts';
import type { KafkaRecord } from '#lib/kafka/record.ts';
import { deadLetterTopic } from '#schemas/topics.ts';

export interface Wanted {
  readonly reason?: string | undefined;
  /** Epoch ms; letters written before are left out. */
  readonly since?: number | undefined;
  /** One letter only. */
  readonly at?: Place | undefined;
}

export interface Place {
  readonly partition: number;
  readonly offset: bigint;
}

/** `3/17`; undefined for anything else. */
export function placeOf(text: string): Place | undefined {
  const [, partition, offset] = /^(\d{1,6})\/(\d{1,18})$/.exec(text) ?? [];
  return partition === undefined || offset === undefined
    ? undefined
    : { partition: Number(partition), offset: BigInt(offset) };
}

export const placeText = ({ partition, offset }: Place): string => `${partition}/${offset}`;

/** Hands over the letters that are wanted, partition by partition, oldest first. */
export async function readLetters(kafka: Kafka, wanted: Wanted, take: (letter: KafkaRecord) => void): Promise<void> {
  const bounds = await topicBounds(kafka, deadLetterTopic);
  const fetcher = await openFetcher(kafka);
  try {
    for (const [partition, { low, high }] of bounds) {
      if (wanted.at && wanted.at.partition !== partition) continue;
      const from = wanted.at && wanted.at.offset > low ? wanted.at.offset : low;
      if (from >= high) continue;
      await readToEnd(fetcher, { topic: deadLetterTopic, partition, from }, (records) =>
        records.filter((record) => isWanted(record, wanted)).forEach(take),
      );
    }
  } finally {
    await fetcher.close();
  }
}

const isWanted = ({ offset, timestamp, headers }: KafkaRecord, { reason, since, at }: Wanted): boolean =>
  (at === undefined || offset === at.offset) &&
  (reason === undefined || failureOf(headers).reason === reason) &&
  (since === undefined || timestamp >= since);
