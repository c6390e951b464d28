import { z } from 'zod';
import { isZone } from './dates.ts';

/** Settings that cannot be used; the message names every one of them at once. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads environment variables against a shape of zod types; a variable's `describe()` text is its remedy.
 * Empty text counts as unset. Throws one ConfigError that lists every fault: variable, value, what to do.
 */
export function readConfig<S extends z.ZodRawShape>(shape: S, env: Environment = process.env): z.infer<z.ZodObject<S>> {
  const given = Object.fromEntries(Object.keys(shape).map((name) => [name, env[name] || undefined]));
  const result = z.object(shape).safeParse(given);
  if (result.success) return result.data;
  const faults = result.error.issues.map((issue) => describeFault(String(issue.path[0]), issue.message, given, shape));
  throw new ConfigError(`Settings that cannot be used:\n${faults.join('\n')}`);
}

function describeFault(name: string, message: string, given: Environment, shape: z.ZodRawShape): string {
  const value = given[name] === undefined ? 'unset' : isSecret(name) ? '(hidden)' : JSON.stringify(given[name]);
  const remedy = (shape[name] as z.ZodType | undefined)?.description ?? 'Correct it and start again.';
  return `  ${name} = ${value}: ${message}. ${remedy}`;
}

const isSecret = (name: string): boolean => /PASSWORD|SECRET|KEY|TOKEN|_URL$/.test(name);

/** Where another service answers; `standard` is its default port here. */
export const serviceUrl = (name: string, standard: number) =>
  z
    .url({ protocol: /^https?$/ })
    .default(`http://localhost:${standard}`)
    .describe(`Where ${name} answers, such as http://host:${standard}.`);

/** A secret of 32 characters and more, or none. */
export const secret = (doc: string) => z.string().min(32).optional().describe(doc);

/** A time or another amount above nothing. */
export const amount = (standard: number, doc: string) => z.coerce.number().positive().default(standard).describe(doc);

/** The settings that several roles share, by variable. */
export const settings = {
  AMQP_URL: z
    .string()
    .default('amqp://guest:guest@localhost:5672')
    .describe('An address such as amqp://user:password@host:5672.'),
  KAFKA_BROKERS: z
    .string()
    .default('localhost:9092')
    .transform((list) => list.split(',').map((broker) => broker.trim()))
    .describe('Addresses such as host1:9092,host2:9092.'),
  SCHEMA_REGISTRY_URL: z.url().default('http://localhost:8081').describe('An address such as http://host:8081.'),
  EVENT_PARTITIONS: z.coerce
    .number()
    .int()
    .min(1)
    .max(1_000)
    .default(4)
    .describe('A number from 1 to 1000, the same as when the topics were made.'),
  CLICKHOUSE_URL: z
    .url()
    .default('http://localhost:8123')
    .describe('An address such as http://user:password@host:8123.'),
  COMPANY_TIME_ZONE: z
    .string()
    .default('Europe/Kyiv')
    .refine(isZone, 'no such time zone')
    .describe('An IANA zone such as Europe/Kyiv.'),
  DATABASE_URL: z.string().optional().describe('An address such as mysql://user:password@host:3306/leaveline.'),
  LEAVELINE_DATA: z.string().default('.leaveline').describe('A folder for local data.'),
  PUBLIC_URL: z
    .url()
    .default('http://localhost:8080')
    .describe('Where people open the page, such as https://leave.example.org.'),
} as const;

/** A port variable with its default. */
export const port = (standard: number) =>
  z.coerce.number().int().min(0).max(65535).default(standard).describe('A port from 1 to 65535.');
