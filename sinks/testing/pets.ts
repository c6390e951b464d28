import { memoryIds } from '#lib/avro/registry.ts';
import { Serde } from '#lib/avro/serde.ts';
import { systemClock } from '#lib/clock.ts';
import { createKafka } from '#lib/kafka/client.ts';
import { silentLog } from '#lib/log.ts';
import type { Part } from '#lib/role.ts';
import { id, int, string } from '#schemas/fields.ts';
import { derived } from '#schemas/record.ts';
import { recordTable, type Table } from '#tables/tables.ts';
import { clickhouse } from '../clickhouse.ts';
import { startSink } from '../sink.ts';

/** Two kinds of records for tests, on topics and tables of their own. */
export const pet = derived({
  name: 'hr.Pet',
  topic: 'hr.test-pets',
  doc: 'A pet.',
  fields: { owner: id('Whose.'), name: string('What it is called.'), legs: int('How many.') },
});
export const cat = derived({ ...pet, name: 'hr.Cat', topic: 'hr.test-cats', fields: { owner: id('Whose.') } });

export const group = 'test-sinks';

export const petTables: readonly Table[] = [
  recordTable('pets', pet, ['owner', 'name']),
  recordTable('cats', cat, ['owner']),
];

/** A serde whose ids are the same in every process. */
export async function petSerde(): Promise<Serde> {
  const serde = new Serde(memoryIds());
  await serde.register([pet, cat]);
  return serde;
}

/** The sink under test, with everything real but the registry. */
export const petSink = async (brokers: string, url: string, tables = petTables): Promise<Part> =>
  startSink({
    kafka: createKafka({ brokers: [brokers], clientId: 'pets', log: silentLog }),
    db: clickhouse(url, 'leaveline'),
    serde: await petSerde(),
    tables,
    views: [],
    group,
    deadLetterPartitions: 1,
    limits: { lingerMs: 20, maxRows: 1_000, maxBytes: 1 << 20 },
    clock: systemClock,
    log: silentLog,
  });
