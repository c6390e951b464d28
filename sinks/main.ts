import { z } from 'zod';
import { registryIds } from '#lib/avro/registry.ts';
import { Serde } from '#lib/avro/serde.ts';
import { systemClock } from '#lib/clock.ts';
import { port, readConfig, settings } from '#lib/config.ts';
import { checkBrokers, createKafka, withAdmin } from '#lib/kafka/client.ts';
import { ensureTopics } from '#lib/kafka/topics.ts';
import { runRole } from '#lib/role.ts';
import { derivedRecords, eventTypes } from '#schemas/catalogue.ts';
import { compactedTopic, publicTopics } from '#schemas/topics.ts';
import { statistics } from '#streams/statistics/catalogue.ts';
import { clickhouse } from './clickhouse.ts';
import { startSink } from './sink.ts';
import { database, tables } from './tables.ts';
import { viewsOf } from './views.ts';

const config = {
  ...settings,
  EVENT_PARTITIONS: z.coerce.number().int().min(1).default(4).describe('Partitions of each topic, fixed at the start.'),
  SINKS_LINGER_MS: z.coerce.number().int().min(0).max(60_000).default(150).describe('Time between flushes, in ms.'),
  SINKS_PORT: port(9103),
};

const env = readConfig({ SINKS_PORT: config.SINKS_PORT });

await runRole('sinks', env.SINKS_PORT, async (log) => {
  const given = readConfig(config);
  const kafka = createKafka({ brokers: given.KAFKA_BROKERS, clientId: 'leaveline-sinks', log });
  await checkBrokers(kafka);
  const rows = statistics.map(({ row }) => row);
  const topics = [
    ...publicTopics(given.EVENT_PARTITIONS),
    ...rows.map(({ topic }) => compactedTopic(topic, given.EVENT_PARTITIONS)),
  ];
  await withAdmin(kafka, (admin) => ensureTopics(admin, topics));
  const serde = new Serde(registryIds(given.SCHEMA_REGISTRY_URL));
  await serde.register([...eventTypes, ...derivedRecords, ...rows]);
  return startSink({
    kafka,
    db: clickhouse(given.CLICKHOUSE_URL, database),
    serde,
    tables,
    views: viewsOf(given.COMPANY_TIME_ZONE),
    group: 'leaveline-sinks',
    deadLetterPartitions: given.EVENT_PARTITIONS,
    limits: { lingerMs: given.SINKS_LINGER_MS, maxRows: 100_000, maxBytes: 64 * 2 ** 20 },
    clock: systemClock,
    log,
  });
});
