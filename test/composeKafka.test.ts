import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { createKafka, withAdmin } from '#lib/kafka/client.ts';
import { silentLog } from '#lib/log.ts';
import { startKafka } from '#local/kafka.ts';
import type { BrokerPorts } from '#local/kafkaProperties.ts';
import type { LocalPart } from '#local/part.ts';
import { freePort } from '#local/ports.ts';

/** A real Kafka, without Docker, with the settings of docker-compose.yml. */
const dataDir = mkdtempSync(join(tmpdir(), 'compose-kafka-'));
const { KAFKA_USER, KAFKA_PASSWORD } = process.env;
let kafka: LocalPart;

beforeAll(async () => {
  kafka = await startKafka({ dataDir, port: await freePort(), progress: () => {}, settings });
}, 120_000);
afterAll(async () => {
  Object.assign(process.env, { KAFKA_USER, KAFKA_PASSWORD });
  if (KAFKA_USER === undefined) delete process.env.KAFKA_USER;
  if (KAFKA_PASSWORD === undefined) delete process.env.KAFKA_PASSWORD;
  await kafka.stop();
  rmSync(dataDir, { recursive: true, force: true });
}, 60_000);

/** As the image turns variables into settings; each secret is its own name. */
function settings({ broker, controller }: BrokerPorts): Record<string, string> {
  const compose = parse(readFileSync(join(import.meta.dirname, '..', 'docker-compose.yml'), 'utf8'), { merge: true });
  const given = Object.entries<string | number>(compose.services.kafka.environment);
  const settingOf = (name: string) =>
    name
      .replace(/^KAFKA_/, '')
      .toLowerCase()
      .replaceAll('_', '.');
  const written = (value: string | number) =>
    String(value)
      .replace(/\$\{(\w+):\?[^}]*\}/g, '$1')
      .replace('127.0.0.1:9093', `127.0.0.1:${controller}`)
      .replace(/(:\/\/)(kafka)?:9092/, `$1127.0.0.1:${broker}`);
  const known = given.filter(([name]) => name !== 'KAFKA_LOG_DIRS' && name !== 'KAFKA_NODE_ID');
  return Object.fromEntries(known.map(([name, value]) => [settingOf(name), written(value)]));
}

function topicsAs(user: string | undefined, password = ''): Promise<string[]> {
  delete process.env.KAFKA_USER;
  if (user !== undefined) Object.assign(process.env, { KAFKA_USER: user, KAFKA_PASSWORD: password });
  const client = createKafka({ brokers: [kafka.address], clientId: 'test', log: silentLog });
  return withAdmin(client, (admin) => admin.listTopics());
}

test.each(['leaveline', 'registry'] as const)('%s comes in with its password', async (user) => {
  const secret = { leaveline: 'KAFKA_PASSWORD', registry: 'KAFKA_REGISTRY_PASSWORD' }[user];
  expect(await topicsAs(user, secret)).toEqual([]);
});

test.each([
  ['nobody', undefined, ''],
  ['leaveline with a wrong password', 'leaveline', 'wrong'],
  ['leaveline with another’s password', 'leaveline', 'KAFKA_REGISTRY_PASSWORD'],
  ['a stranger', 'stranger', 'KAFKA_PASSWORD'],
])('%s does not', async (_, user, password) => await expect(topicsAs(user, password)).rejects.toThrow(), 60_000);
