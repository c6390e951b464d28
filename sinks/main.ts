import { z } from 'zod';
import { registryIds } from '#lib/avro/registry.ts';
import { Serde } from '#lib/avro/serde.ts';
import { systemClock } from '#lib/clock.ts';
import { port, settings } from '#lib/config.ts';
import { checkBrokers, createKafka, withAdmin } from '#lib/kafka/client.ts';
import { ensureTopics } from '#lib/kafka/topics.ts';
import { readSettings, runRole } from '#lib/role.ts';
import { derivedRecords, eventTypes } from '#schemas/catalogue.ts';
import { compactedTopic, publicTopics } from '#schemas/topics.ts';
import { statistics } from '#statistics/catalogue.ts';
import { database, tables } from '#tables/tables.ts';
import { viewsOf } from '#tables/views.ts';
import { clickhouse } from './clickhouse.ts';
import { startFreezing } from './frozen/freezer.ts';
import { frozenSources } from './frozen/sources.ts';
import { startSink } from './sink.ts';

const { AMQP_URL: _, ...shared } = settings;
const config = readSettings('sinks', {
  ...shared,
  SINKS_LINGER_MS: z.coerce.number().int().min(0).max(60_000).default(150).describe('Milliseconds between flushes.'),
  SINKS_PORT: port(9103),
});

await runRole('sinks', config.SINKS_PORT, async (log) => {
  const kafka = createKafka({ brokers: config.KAFKA_BROKERS, clientId: 'leaveline-sinks', log });
  await checkBrokers(kafka);
  const rows = statistics.map(({ row }) => row);
  const rowTopics = rows.map(({ topic }) => compactedTopic(topic, config.EVENT_PARTITIONS));
  await withAdmin(kafka, (admin) => ensureTopics(admin, [...publicTopics(config.EVENT_PARTITIONS), ...rowTopics]));
  const serde = new Serde(registryIds(config.SCHEMA_REGISTRY_URL));
  await serde.register([...eventTypes, ...derivedRecords, ...rows]);
  const db = clickhouse(config.CLICKHOUSE_URL, database);
  const zone = config.COMPANY_TIME_ZONE;
  const views = viewsOf(zone);
  const sink = startSink({
    kafka,
    db,
    serde,
    tables,
    views,
    group: 'leaveline-sinks',
    deadLetterPartitions: config.EVENT_PARTITIONS,
    limits: { lingerMs: config.SINKS_LINGER_MS, maxRows: 100_000, maxBytes: 64 * 2 ** 20 },
    clock: systemClock,
    log,
  });
  const freezer = startFreezing({ db, sources: frozenSources(views, zone), zone, clock: systemClock, log });
  return { ...sink, stop: async () => void (await Promise.all([freezer.stop(), sink.stop()])) };
});
