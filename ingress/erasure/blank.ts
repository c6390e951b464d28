import { type Serde, UnreadableRecord } from '#lib/avro/serde.ts';
import type { Kafka } from '#lib/kafka/client.ts';
import { openFetcher } from '#lib/kafka/fetcher.ts';
import { partitionFor } from '#lib/kafka/murmur2.ts';
import type { Outlet } from '#lib/kafka/outlet.ts';
import { readToEnd, topicBounds } from '#lib/kafka/partitionReader.ts';
import type { OutgoingRecord } from '#lib/kafka/producer.ts';
import type { KafkaRecord } from '#lib/kafka/record.ts';
import { asEvent, eventType } from '#schemas/catalogue.ts';
import type { AnyEvent } from '#schemas/event.ts';
import { families } from '#schemas/families.ts';
import { splitKey } from '#schemas/keys.ts';
import { redacted } from '#schemas/redaction.ts';

export interface Line {
  readonly kafka: Kafka;
  readonly serde: Serde;
  readonly outlet: Outlet;
}

/** Whose record it is. */
export const personIn = ({ key }: Pick<KafkaRecord, 'key'>): string => splitKey(key)[0] ?? '';

/** What a record tells; undefined when it cannot be read here. */
export function eventIn(value: Buffer | null, serde: Serde): AnyEvent | undefined {
  try {
    return value === null ? undefined : asEvent(serde.decode(value));
  } catch (error) {
    if (error instanceof UnreadableRecord) return undefined;
    throw error;
  }
}

/**
 * Writes what is personal in the events of these people once more without it, under the same key, so that compaction
 * takes the first copy away and every reader goes on with the blank one. What is blank already is left, so it may be
 * repeated at any time, also after a crash. `working` is called now and then. Resolves to the number of events that
 * were blanked.
 */
export async function blankEventsOf(
  line: Line,
  people: ReadonlySet<string>,
  working: () => Promise<void> = async () => undefined,
): Promise<number> {
  const fetcher = await openFetcher(line.kafka);
  let blanked = 0;
  try {
    for (const { topic } of Object.values(families)) {
      const bounds = await topicBounds(line.kafka, topic);
      const theirs = new Set([...people].map((person) => partitionFor(person, bounds.size)));
      for (const [partition, { low, high }] of bounds) {
        if (low >= high || !theirs.has(partition)) continue;
        const blanks = new Map<string, OutgoingRecord>();
        await readToEnd(fetcher, { topic, partition, from: low }, async (records) => {
          await note(records, people, line.serde, blanks);
          await working();
        });
        blanked += blanks.size;
        if (blanks.size > 0) await line.outlet.send([...blanks.values()]);
      }
    }
  } finally {
    await fetcher.close();
  }
  return blanked;
}

/** Of each key the newest record counts: where it holds something personal, its blank copy is kept in `blanks`. */
async function note(
  records: readonly KafkaRecord[],
  people: ReadonlySet<string>,
  serde: Serde,
  blanks: Map<string, OutgoingRecord>,
): Promise<void> {
  const theirs = records.filter((record) => people.has(personIn(record)));
  await serde.learn(theirs.map(({ value }) => value));
  for (const { topic, partition, key, value, headers } of theirs) {
    const event = eventIn(value, serde);
    const definition = event && eventType(event.type);
    if (!definition) continue;
    const blank = redacted(event);
    if (blank === event) blanks.delete(key);
    else blanks.set(key, { topic, partition, key, headers, value: serde.encode(definition, blank) });
  }
}
