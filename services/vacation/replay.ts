import { parseArgs } from 'node:util';
import { z } from 'zod';
import { readArguments } from '#lib/arguments.ts';
import { registryIds } from '#lib/avro/registry.ts';
import { Serde } from '#lib/avro/serde.ts';
import { systemClock } from '#lib/clock.ts';
import { readConfig, settings } from '#lib/config.ts';
import { createKafka } from '#lib/kafka/client.ts';
import { logger } from '#lib/log.ts';
import { type Database, openDatabase } from '../common/database/database.ts';
import { migrate } from '../common/database/migrations.ts';
import type { VacationWorld } from './act.ts';
import { readEvents } from './kafkaEvents.ts';
import { migrations } from './migrations.ts';
import { replay, restore } from './restore.ts';
import { standardRules, vacationSettings } from './service.ts';
import type { VacationTables } from './tables.ts';

const help = `npm run replay -- vacation                 makes the read models again from the event store
npm run replay -- vacation --from-kafka    fills a new database from hr.users, hr.vacations and hr.absences

  --source /vacation   whose events about leave (--from-kafka; may be given several times)

DATABASE_URL or LEAVELINE_DATA, KAFKA_BROKERS and SCHEMA_REGISTRY_URL as for the service. Docs: docs/operations.md
`;

const say = (text: string): boolean => process.stdout.write(`${text}\n`);

const { values } = readArguments(help, () => {
  const given = parseArgs({
    allowPositionals: true,
    options: {
      'from-kafka': { type: 'boolean', default: false },
      source: { type: 'string', multiple: true, default: ['/vacation'] },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (given.positionals.join() !== 'vacation' && !given.values.help)
    throw new Error(`What is to be replayed? vacation, not "${given.positionals.join(' ')}".`);
  return given;
});

const config = readConfig({
  ...vacationSettings,
  KAFKA_BROKERS: settings.KAFKA_BROKERS,
  SCHEMA_REGISTRY_URL: settings.SCHEMA_REGISTRY_URL,
  DATABASE_URL: settings.DATABASE_URL,
  LEAVELINE_DATA: settings.LEAVELINE_DATA,
  LEAVELINE_PREFIX: z.string().default('').describe('As the service has it.'),
});

const log = logger('replay');

async function run(database: Database<VacationTables>): Promise<void> {
  await migrate(database, migrations);
  const world: VacationWorld = {
    database,
    clock: systemClock,
    source: '/vacation',
    zone: config.COMPANY_TIME_ZONE,
    standard: standardRules(config.LEAVE_RULES),
  };
  if (!values['from-kafka']) return void say(`The read models are made again, of ${await replay(world)} streams.`);
  const kafka = createKafka({ brokers: config.KAFKA_BROKERS, clientId: 'leaveline-replay', log });
  const serde = new Serde(registryIds(config.SCHEMA_REGISTRY_URL));
  const found = await readEvents(kafka, serde, values.source, (topic, count) => say(`${topic}: ${count} records`));
  const { events, streams, illegal } = await restore(world, found, `${config.LEAVELINE_PREFIX}leaveline.vacation`);
  say(`Restored from Kafka: ${events} events, ${streams} streams.`);
  if (illegal.length > 0)
    say(`Left out, because what came before them is not there (is a --source missing?): ${illegal.join(', ')}`);
}

const database = await openDatabase<VacationTables>('vacation', config, log);
try {
  await run(database);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
} finally {
  await database.close();
}
