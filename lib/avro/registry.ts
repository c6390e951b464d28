import { COMPATIBILITY, SchemaRegistry, SchemaType } from '@kafkajs/confluent-schema-registry';
import type { Type } from 'avsc';
import { ConfigError } from '#lib/config.ts';
import type { RecordSchema, SchemaIds } from './serde.ts';
import { compile } from './types.ts';

/**
 * Ids from a Confluent-compatible registry; every subject is held to FULL_TRANSITIVE. A request that is not answered
 * within `answerMs` fails: the client alone would wait for ever. A user and a password in the address are shown to it.
 */
export function registryIds(url: string, answerMs = 10_000): SchemaIds {
  const client = new SchemaRegistry(
    { ...placeOf(url), retry: { retries: 3, initialRetryTimeInSecs: 0.2 }, middlewares: [withinMs(answerMs)] },
    { [SchemaType.AVRO]: { typeHook: compile } },
  );
  return {
    register: async ({ subject, avro }: RecordSchema) => {
      const schema = { type: SchemaType.AVRO as const, schema: JSON.stringify(avro) };
      const held = { subject, compatibility: COMPATIBILITY.FULL_TRANSITIVE };
      return (await client.register(schema, held).catch(orRefusal(subject))).id;
    },
    byId: async (id) => (await client.getSchema(id)) as unknown as Type,
  };
}

type Middleware = NonNullable<ConstructorParameters<typeof SchemaRegistry>[0]['middlewares']>[number];

const withinMs =
  (timeout: number): Middleware =>
  () => ({ prepareRequest: async (next) => (await next()).enhance({ timeout }) });

function placeOf(url: string): { host: string; auth?: { username: string; password: string } } {
  const address = new URL(url);
  const [username, password] = [decodeURIComponent(address.username), decodeURIComponent(address.password)];
  Object.assign(address, { username: '', password: '' });
  const host = address.href.replace(/\/$/, '');
  return username === '' ? { host } : { host, auth: { username, password } };
}

/** Not allowed, not compatible, not valid. */
const refusals = [401, 403, 409, 422];

const orRefusal =
  (subject: string) =>
  (error: Error & { status?: number }): never => {
    if (!refusals.includes(error.status ?? 0) && error.name !== 'ConfluentSchemaRegistryCompatibilityError')
      throw error;
    throw new ConfigError(`The schema registry refuses ${subject}: ${error.message}`);
  };

/** Ids for tests without a registry: the same text has the same id. */
export function memoryIds(): SchemaIds {
  const texts: string[] = [];
  return {
    register: async ({ avro }) => {
      const text = JSON.stringify(avro);
      if (!texts.includes(text)) texts.push(text);
      return texts.indexOf(text) + 1;
    },
    byId: async (id) => {
      const text = texts[id - 1];
      if (text === undefined) throw Object.assign(new Error(`no schema ${id}`), { status: 404 });
      return compile(JSON.parse(text));
    },
  };
}
