import { parseArgs } from 'node:util';
import { z } from 'zod';
import { registryIds } from '#lib/avro/registry.ts';
import { Serde } from '#lib/avro/serde.ts';
import { systemClock } from '#lib/clock.ts';
import { readConfig, settings } from '#lib/config.ts';
import { createKafka } from '#lib/kafka/client.ts';
import { logger } from '#lib/log.ts';
import { openDatabase } from '../common/database.ts';
import { migrate } from '../common/migrations.ts';
import type { VacationWorld } from './act.ts';
import { readEvents } from './kafkaEvents.ts';
import { migrations } from './migrations.ts';
import { replay, restore } from './restore.ts';
import { standardRules, vacationSettings } from './service.ts';
import type { VacationTables } from './tables.ts';

// npm run replay -- vacation                 the read models from the event store
// npm run replay -- vacation --from-kafka    a new database from hr.users, hr.vacations and hr.absences
// --source /vacation                         whose events about leave (may be given several times)

const log = logger('replay');
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    'from-kafka': { type: 'boolean', default: false },
    source: { type: 'string', multiple: true, default: ['/vacation'] },
  },
});

if (positionals.join() !== 'vacation') {
  process.stderr.write('Usage: npm run replay -- vacation [--from-kafka [--source /vacation]]\n');
  process.exit(2);
}

const config = readConfig({
  ...vacationSettings,
  KAFKA_BROKERS: settings.KAFKA_BROKERS,
  SCHEMA_REGISTRY_URL: settings.SCHEMA_REGISTRY_URL,
  DATABASE_URL: z.string().optional().describe('An address such as mysql://user:password@host:3306/leaveline.'),
  LEAVELINE_DATA: z.string().default('.leaveline').describe('A folder for local data.'),
});

const database = await openDatabase<VacationTables>('vacation', config, log);
try {
  await migrate(database, migrations);
  const world: VacationWorld = {
    database,
    clock: systemClock,
    source: '/vacation',
    zone: config.COMPANY_TIME_ZONE,
    standard: standardRules(config.LEAVE_RULES),
  };
  if (values['from-kafka']) {
    const kafka = createKafka({ brokers: config.KAFKA_BROKERS, clientId: 'leaveline-replay', log });
    const events = await readEvents(kafka, new Serde(registryIds(config.SCHEMA_REGISTRY_URL)), values.source);
    log.info(await restore(world, events), 'restored from Kafka');
  } else log.info({ streams: await replay(world) }, 'read models made again');
} finally {
  await database.close();
}
