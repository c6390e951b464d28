import { parseArgs } from 'node:util';
import { readArguments } from '#lib/arguments.ts';
import { registryIds } from '#lib/avro/registry.ts';
import { Serde } from '#lib/avro/serde.ts';
import { readConfig, settings } from '#lib/config.ts';
import { createKafka } from '#lib/kafka/client.ts';
import { createOutlet } from '#lib/kafka/outlet.ts';
import { tail } from '#lib/kafka/partitionReader.ts';
import type { KafkaRecord } from '#lib/kafka/record.ts';
import { silentLog } from '#lib/log.ts';
import { eventTypes } from '#schemas/catalogue.ts';
import erasureRequested from '#schemas/events/user.erasure_requested.ts';
import { canonicalId } from '#schemas/ids.ts';
import { blankEventsOf, personIn } from './blank.ts';

const help = `npm run erase                          blanks what came late of everybody who asked to be erased
npm run erase -- <employee id> …       blanks all that is personal in the events of these people

Ingress does the first by itself when the request comes. Old copies leave Kafka with its next compaction, and ClickHouse with its
next merge. KAFKA_BROKERS and SCHEMA_REGISTRY_URL as for the line. Docs: docs/operations.md
`;

const { positionals } = readArguments(help, () =>
  parseArgs({ allowPositionals: true, options: { help: { type: 'boolean', short: 'h' } } }),
);
const { KAFKA_BROKERS, SCHEMA_REGISTRY_URL } = readConfig({
  KAFKA_BROKERS: settings.KAFKA_BROKERS,
  SCHEMA_REGISTRY_URL: settings.SCHEMA_REGISTRY_URL,
});
const kafka = createKafka({ brokers: KAFKA_BROKERS, clientId: 'leaveline-erasure', log: silentLog });

async function whoAsked(): Promise<Set<string>> {
  const people = new Set<string>();
  function take(records: readonly KafkaRecord[]) {
    for (const record of records) if (record.headers.ce_type === erasureRequested.type) people.add(personIn(record));
  }
  const following = await tail(kafka, erasureRequested.topic, take, { from: 'beginning' });
  await following.caughtUp;
  await following.stop();
  return people;
}

try {
  const serde = new Serde(registryIds(SCHEMA_REGISTRY_URL));
  await serde.register(eventTypes);
  const given = positionals.flatMap((id) => [id, canonicalId(id)]);
  const people = given.length > 0 ? new Set(given) : await whoAsked();
  const outlet = createOutlet(kafka);
  const events = await blankEventsOf({ kafka, serde, outlet }, people);
  await outlet.close();
  process.stdout.write(`${people.size} people, ${events} events blanked.\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
