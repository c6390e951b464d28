import type { OutgoingRecord } from '#lib/kafka/producer.ts';
import type { KafkaRecord } from '#lib/kafka/record.ts';
import type { ByteStore, StoreEntry } from './byteStore.ts';
import type { Output } from './topology.ts';

/** By public topic, what is published now: the newest value of each key. */
export type PublishedRecords = ReadonlyMap<string, ReadonlyMap<string, Buffer>>;

const prefixOf = ({ topic }: Output<unknown>): string => `!public/${topic}/`;

/** The store entry that stands for a public record while a rebuild is silent. */
export const keptBack = (output: Output<unknown>, key: string, value: Buffer | null): StoreEntry => [
  prefixOf(output) + key,
  value,
];

/** The newest kept-back value of each key of an output. */
export const keptBackOf = (output: Output<unknown>, store: ByteStore): ReadonlyMap<string, Buffer> =>
  new Map([...store.range(prefixOf(output))].map(([key, value]) => [key.slice(prefixOf(output).length), value]));

/** What has to be sent so that a public topic shows `mine`; published keys of other owners are left alone. */
export function* difference(
  output: Output<unknown>,
  mine: ReadonlyMap<string, Buffer>,
  published: ReadonlyMap<string, Buffer> = new Map(),
  owns: (text: string) => boolean,
): Iterable<readonly [key: string, value: Buffer | null]> {
  for (const [key, value] of mine) if (!published.get(key)?.equals(value)) yield [key, value];
  for (const [key, value] of published)
    if (!mine.has(key) && owns(output.owner?.(key, value) ?? key)) yield [key, null];
}

const markerHeader = 'leaveline-caught-up';

/**
 * Tells a downstream task that the task `from` (`<subtopology>/<partition>`) has sent it everything a rebuild has to
 * read.
 */
export const marker = (topic: string, partition: number, from: string): OutgoingRecord => ({
  topic,
  partition,
  key: `!${markerHeader}/${from}`,
  value: null,
  headers: { [markerHeader]: from },
});

export const isMarker = (record: KafkaRecord): boolean => markerHeader in record.headers;

export const markerSource = (record: KafkaRecord): string => record.headers[markerHeader] ?? '';
