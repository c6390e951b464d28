import type { Serde } from '#lib/avro/serde.ts';
import type { Kafka } from '#lib/kafka/client.ts';
import { openFetcher } from '#lib/kafka/fetcher.ts';
import { readToEnd, topicBounds } from '#lib/kafka/partitionReader.ts';
import type { KafkaRecord } from '#lib/kafka/record.ts';
import { asEvent, eventTypes } from '#schemas/catalogue.ts';
import type { AnyEvent } from '#schemas/event.ts';
import { families } from '#schemas/families.ts';

const topics = [families.users.topic, families.vacations.topic, families.absences.topic];

/**
 * Every event about people, and those about leave that one of `sources` has published, as Kafka keeps them; `told`
 * hears how many, by topic.
 */
export async function readEvents(
  kafka: Kafka,
  serde: Serde,
  sources: readonly string[],
  told: (topic: string, count: number) => void = () => undefined,
): Promise<AnyEvent[]> {
  await serde.register(eventTypes.filter(({ topic }) => topics.some((name) => name === topic)));
  const events: AnyEvent[] = [];
  const fetcher = await openFetcher(kafka);
  try {
    for (const topic of topics) {
      const before = events.length;
      for (const [partition, { low, high }] of await topicBounds(kafka, topic)) {
        if (low >= high) continue;
        await readToEnd(fetcher, { topic, partition, from: low }, async (records) => {
          const wanted = records.filter((record) => isWanted(record, sources));
          await serde.learn(wanted.map(({ value }) => value));
          for (const { value } of wanted) events.push(...eventIn(value, serde));
        });
      }
      told(topic, events.length - before);
    }
  } finally {
    await fetcher.close();
  }
  return events;
}

const isWanted = ({ topic, headers }: KafkaRecord, sources: readonly string[]): boolean =>
  topic === families.users.topic || sources.includes(headers.ce_source ?? '');

function eventIn(value: Buffer | null, serde: Serde): AnyEvent[] {
  const event = value && asEvent(serde.decode(value));
  return event ? [event] : [];
}
