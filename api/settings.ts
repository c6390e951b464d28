import { z } from 'zod';
import { port, readConfig, serviceUrl, settings } from '#lib/config.ts';
import { isProxyList } from '#lib/http/clientAddress.ts';
import { companyOf, companyVariables } from '#statistics/entities/company.ts';
import { type ServiceName, type ServiceUrls, serviceNames } from './gateway/targets.ts';
import type { ApiSettings } from './start.ts';

const namesOf = (list: string): string[] =>
  list
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);

const isHostname = (name: string): boolean => /^[a-z0-9.-]+$|^\[[0-9a-f:.]+\]$/i.test(name);

const { AMQP_URL, CLICKHOUSE_URL, KAFKA_BROKERS } = settings;

const shape = {
  CLICKHOUSE_URL,
  KAFKA_BROKERS,
  AMQP_URL,
  LEAVELINE_PREFIX: z.string().default('').describe('What goes before the names of our exchanges and queues.'),
  ...companyVariables,
  API_PORT: port(8080),
  AUTH_URL: serviceUrl('auth', 8101),
  USER_URL: serviceUrl('user', 8102),
  VACATION_URL: serviceUrl('vacation', 8103),
  NOTIFICATION_URL: serviceUrl('notification', 8104),
  AUDIT_URL: serviceUrl('audit', 8105),
  CALENDAR_URL: serviceUrl('calendar', 8106),
  REPORTS_URL: serviceUrl('reports', 8107),
  PUBLIC_URL: settings.PUBLIC_URL,
  ALLOWED_HOSTS: z
    .string()
    .default('')
    .transform(namesOf)
    .refine((names) => names.every(isHostname), 'not a list of host names')
    .describe('More names that requests may come under, without ports, such as api,leave.example.com.'),
  TRUSTED_PROXIES: z
    .string()
    .default('')
    .refine(isProxyList, 'not a list of addresses')
    .describe('Proxies before the API, such as 10.0.0.0/8, whose X-Forwarded headers hold.'),
} as const;

const variableOf = (name: ServiceName) => `${name.toUpperCase() as Uppercase<ServiceName>}_URL` as const;

/** The settings of the process; ConfigError names every one that cannot be used. */
export function readSettings(env: NodeJS.ProcessEnv = process.env): ApiSettings {
  const config = readConfig(shape, env);
  return {
    port: config.API_PORT,
    clickhouseUrl: config.CLICKHOUSE_URL,
    brokers: config.KAFKA_BROKERS,
    amqpUrl: config.AMQP_URL,
    prefix: config.LEAVELINE_PREFIX,
    company: companyOf(config),
    services: Object.fromEntries(serviceNames.map((name) => [name, config[variableOf(name)]])) as ServiceUrls,
    names: [new URL(config.PUBLIC_URL).hostname, ...config.ALLOWED_HOSTS],
    trustedProxies: config.TRUSTED_PROXIES,
  };
}
