import { join } from 'node:path';
import { z } from 'zod';
import { registryIds } from '#lib/avro/registry.ts';
import { Serde } from '#lib/avro/serde.ts';
import { port, readConfig, settings } from '#lib/config.ts';
import { createKafka } from '#lib/kafka/client.ts';
import { runRole } from '#lib/role.ts';
import { startIngress } from './ingress.ts';
import { loginSecret } from './loginKey.ts';
import { routes } from './routes.ts';

const config = readConfig({
  AMQP_URL: settings.AMQP_URL,
  KAFKA_BROKERS: settings.KAFKA_BROKERS,
  SCHEMA_REGISTRY_URL: settings.SCHEMA_REGISTRY_URL,
  INGRESS_PORT: port(9101),
  EVENT_PARTITIONS: z.coerce
    .number()
    .int()
    .min(1)
    .max(1_000)
    .default(4)
    .describe('A number from 1 to 1000, never changed later.'),
  LEAVELINE_PREFIX: z.string().default('').describe('What goes before the names of our exchanges and queues.'),
  LEAVELINE_DATA: z.string().default('.leaveline').describe('A folder.'),
  LOGIN_HMAC_KEY: z
    .string()
    .min(16)
    .optional()
    .describe('A secret of 16 characters or more, the same for every bridge.'),
});

await runRole('ingress', config.INGRESS_PORT, async (log) =>
  startIngress({
    amqpUrl: config.AMQP_URL,
    kafka: createKafka({ brokers: config.KAFKA_BROKERS, clientId: 'leaveline-ingress', log }),
    serde: new Serde(registryIds(config.SCHEMA_REGISTRY_URL)),
    routes: routes(config.LEAVELINE_PREFIX),
    prefix: config.LEAVELINE_PREFIX,
    partitions: config.EVENT_PARTITIONS,
    loginSecret: await loginSecret(config.LOGIN_HMAC_KEY, join(config.LEAVELINE_DATA, 'login-hmac.key')),
    log,
  }),
);
