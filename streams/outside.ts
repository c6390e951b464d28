import { setTimeout } from 'node:timers/promises';
import { registryIds } from '#lib/avro/registry.ts';
import { Serde } from '#lib/avro/serde.ts';
import { ConfigError } from '#lib/config.ts';
import { checkBrokers, createKafka, withAdmin } from '#lib/kafka/client.ts';
import { ensureTopics } from '#lib/kafka/topics.ts';
import type { Log } from '#lib/log.ts';
import { derivedRecords, eventTypes } from '#schemas/catalogue.ts';
import { compactedTopic, publicTopics } from '#schemas/topics.ts';
import { statistics } from '#statistics/catalogue.ts';

/** What is needed of the world outside before anything can run. */
export interface Outside {
  readonly KAFKA_BROKERS: readonly string[];
  readonly SCHEMA_REGISTRY_URL: string;
  readonly EVENT_PARTITIONS: number;
}

const rows = statistics.map(({ row }) => row);
const retryMs = 1_000;

/**
 * Makes the topics that are missing and registers every schema; tries until Kafka and the registry are there. Throws a
 * ConfigError when they refuse what we are.
 */
export async function prepareOutside(outside: Outside, log: Log): Promise<Serde> {
  for (;;) {
    try {
      return await prepareOnce(outside, log);
    } catch (error) {
      if (error instanceof ConfigError) throw error;
      log.info(`waits for Kafka and the registry: ${error instanceof Error ? error.message : error}`);
      await setTimeout(retryMs);
    }
  }
}

async function prepareOnce(
  { KAFKA_BROKERS, SCHEMA_REGISTRY_URL, EVENT_PARTITIONS }: Outside,
  log: Log,
): Promise<Serde> {
  const kafka = createKafka({ brokers: KAFKA_BROKERS, clientId: 'leaveline-streams', log });
  await checkBrokers(kafka);
  const rowTopics = rows.map(({ topic }) => compactedTopic(topic, EVENT_PARTITIONS));
  await withAdmin(kafka, (admin) => ensureTopics(admin, [...publicTopics(EVENT_PARTITIONS), ...rowTopics]));
  const serde = new Serde(registryIds(SCHEMA_REGISTRY_URL));
  await serde.register([...eventTypes, ...derivedRecords, ...rows]);
  return serde;
}
