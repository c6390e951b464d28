import { memoryIds } from '#lib/avro/registry.ts';
import { Serde } from '#lib/avro/serde.ts';
import { systemClock } from '#lib/clock.ts';
import { createKafka } from '#lib/kafka/client.ts';
import { silentLog } from '#lib/log.ts';
import type { Part } from '#lib/role.ts';
import { date, days, id, instant, int, list, optional, string } from '#schemas/fields.ts';
import { derived, type RecordDefinition } from '#schemas/record.ts';
import { recordTable, type Table } from '#tables/tables.ts';
import { clickhouse } from '../clickhouse.ts';
import { startSink } from '../sink.ts';
import { type Seen, watched } from './steps.ts';

/** Two kinds of records for tests, on topics and tables of their own. */
export const pet = derived({
  name: 'hr.Pet',
  topic: 'hr.test-pets',
  doc: 'A pet.',
  fields: { owner: id('Whose.'), name: string('What it is called.'), legs: int('How many.') },
});
export const cat = derived({ ...pet, name: 'hr.Cat', topic: 'hr.test-cats', fields: { owner: id('Whose.') } });

/** A pet as a newer version knows it. */
export const newerPet = derived({
  ...pet,
  fields: {
    ...pet.fields,
    homeTown: optional(string('Where it lives.')),
    born: optional(date('When.')),
    seenAt: optional(instant('When last.')),
    weight: optional(days('How much.')),
    friends: optional(list('Other pets.', string('One.'))),
  },
});

export const group = 'test-sinks';

/** What a version of the sink knows. */
export interface Version {
  readonly pet: RecordDefinition;
  readonly tables: readonly Table[];
}

const versionOf = (known: RecordDefinition): Version => ({
  pet: known,
  tables: [recordTable('pets', known, ['owner', 'name']), recordTable('cats', cat, ['owner'])],
});
export const present = versionOf(pet);
export const newer = versionOf(newerPet);

/** A serde whose ids are the same in every process and version. */
export async function petSerde(version = present): Promise<Serde> {
  const ids = memoryIds();
  for (const schema of [pet, cat, newerPet]) await ids.register(schema);
  const serde = new Serde(ids, 'kept');
  await serde.register([version.pet, cat]);
  return serde;
}

/** The sink under test, with everything real but the registry; `seen` is told of the steps of a flush. */
export const petSink = async (brokers: string, url: string, version = present, seen?: Seen): Promise<Part> =>
  startSink({
    ...watched(
      {
        kafka: createKafka({ brokers: [brokers], clientId: 'pets', log: silentLog }),
        db: clickhouse(url, 'leaveline'),
      },
      seen,
    ),
    serde: await petSerde(version),
    tables: version.tables,
    views: [],
    group,
    deadLetterPartitions: 1,
    limits: { lingerMs: 20, maxRows: 1_000, maxBytes: 1 << 20 },
    clock: systemClock,
    log: silentLog,
  });
