import { COMPATIBILITY, SchemaRegistry, SchemaType } from '@kafkajs/confluent-schema-registry';
import type { Type } from 'avsc';
import type { RecordSchema, SchemaIds } from './serde.ts';
import { compile, logicalTypes } from './types.ts';

/** Ids from a Confluent-compatible registry; every subject is held to FULL_TRANSITIVE. */
export function registryIds(url: string): SchemaIds {
  const client = new SchemaRegistry(
    { host: url, retry: { retries: 3, initialRetryTimeInSecs: 0.2 } },
    { [SchemaType.AVRO]: { logicalTypes } },
  );
  return {
    register: async ({ subject, avro }: RecordSchema) => {
      const schema = { type: SchemaType.AVRO as const, schema: JSON.stringify(avro) };
      return (await client.register(schema, { subject, compatibility: COMPATIBILITY.FULL_TRANSITIVE })).id;
    },
    byId: async (id) => (await client.getSchema(id)) as unknown as Type,
  };
}

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
