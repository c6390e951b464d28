import { z } from 'zod';
import { registryIds } from '#lib/avro/registry.ts';
import { Serde } from '#lib/avro/serde.ts';
import { systemClock } from '#lib/clock.ts';
import { port, settings } from '#lib/config.ts';
import { createKafka } from '#lib/kafka/client.ts';
import { prepareLine } from '#lib/kafka/prepareLine.ts';
import { readSettings, runRole } from '#lib/role.ts';
import { lineSchemas, lineTopics } from '#statistics/line.ts';
import { database, tables } from '#tables/tables.ts';
import { viewsOf } from '#tables/views.ts';
import { clickhouse } from './clickhouse.ts';
import { frozenFigures } from './frozen/figures.ts';
import { startFreezing } from './frozen/freezer.ts';
import { watchReusedIds } from './reusedIds.ts';
import { startSink } from './sink.ts';

const { AMQP_URL: _, ...shared } = settings;
const config = readSettings('sinks', {
  ...shared,
  SINKS_LINGER_MS: z.coerce.number().int().min(0).max(60_000).default(150).describe('Milliseconds between flushes.'),
  SINKS_PORT: port(9103),
});

await runRole('sinks', config.SINKS_PORT, async (log, waiting) => {
  const kafka = createKafka({ brokers: config.KAFKA_BROKERS, clientId: 'leaveline-sinks', log });
  const serde = new Serde(registryIds(config.SCHEMA_REGISTRY_URL), 'kept');
  const topics = lineTopics(config.EVENT_PARTITIONS);
  await prepareLine({ kafka, serde, topics, schemas: lineSchemas }, { log, waiting });
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
  const freezer = startFreezing({ db, figures: frozenFigures(views, zone), zone, clock: systemClock, log });
  const reused = watchReusedIds({ db, log });
  return { ...sink, stop: async () => void (await Promise.all([freezer.stop(), reused.stop(), sink.stop()])) };
});
