import { join } from 'node:path';
import { z } from 'zod';
import { port, settings } from '#lib/config.ts';
import { readSettings } from '#lib/role.ts';

/** The settings of ingress; ends the process, naming every fault, when one cannot be used. */
export function ingressConfig() {
  const config = readSettings('ingress', {
    AMQP_URL: settings.AMQP_URL,
    KAFKA_BROKERS: settings.KAFKA_BROKERS,
    SCHEMA_REGISTRY_URL: settings.SCHEMA_REGISTRY_URL,
    INGRESS_PORT: port(9101),
    EVENT_PARTITIONS: settings.EVENT_PARTITIONS,
    LEAVELINE_PREFIX: z.string().default('').describe('What goes before the names of our exchanges and queues.'),
    LEAVELINE_DATA: z.string().default('.leaveline').describe('A folder.'),
    LETTER_LIMIT: z.coerce
      .number()
      .int()
      .min(0)
      .max(1_000_000)
      .default(2_000)
      .describe('So many dead letters among the last twice as many messages stop a route; 0: nothing does.'),
    LOGIN_HMAC_KEY: z
      .string()
      .min(16)
      .optional()
      .describe('A secret of 16 characters or more, the same for every ingress.'),
  });
  return { ...config, loginKeyFile: join(config.LEAVELINE_DATA, 'login-hmac.key') };
}
