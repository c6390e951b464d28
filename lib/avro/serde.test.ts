import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Schema } from 'avsc';
import { memoryIds, registryIds } from './registry.ts';
import { type RecordSchema, Serde } from './serde.ts';

const schema = (...fields: object[]): RecordSchema => ({
  name: 'hr.Pet',
  topic: 'hr.pets',
  subject: 'hr.pets-value',
  avro: { type: 'record', name: 'Pet', namespace: 'hr', fields } as Schema,
});

const owner = { name: 'owner', type: 'string' };
const legs = { name: 'legs', type: ['null', 'int'], default: null };
const amount = (scale: number) => ({ type: 'bytes', logicalType: 'decimal', precision: 18, scale });
const weight = { name: 'weight', type: ['null', amount(6)], default: null };
const seenAt = { name: 'seenAt', type: ['null', { type: 'long', logicalType: 'timestamp-millis' }], default: null };

const ours = schema(owner, legs);
const theirs = schema(owner, weight, seenAt);
const told = { owner: 'a', weight: 1_250_000, seenAt: 5 };

/** What a reader with our version of the schema makes of a record of theirs. */
async function read(newer: 'dropped' | 'kept') {
  const ids = memoryIds();
  const writer = new Serde(ids);
  await writer.register([theirs]);
  const reader = new Serde(ids, newer);
  await reader.register([ours]);
  const bytes = writer.encode(theirs, told);
  await reader.learn([bytes]);
  return reader.decode(bytes);
}

describe('a record of a newer version of its schema', () => {
  test('is read as our version has it', async () => {
    expect(await read('dropped')).toMatchObject({ name: 'hr.Pet', value: { owner: 'a', legs: null }, newer: [] });
    expect((await read('dropped')).value).not.toHaveProperty('weight');
  });

  test('is read whole where newer fields are kept, with what they are', async () => {
    const { value, newer } = await read('kept');
    expect({ ...value }).toEqual({ ...told, legs: null });
    expect(newer).toEqual([weight, seenAt]);
  });

  test('of which we have no version is new as a whole', async () => {
    const ids = memoryIds();
    const writer = new Serde(ids);
    await writer.register([theirs]);
    const bytes = writer.encode(theirs, told);
    const reader = new Serde(ids, 'kept');
    await reader.learn([bytes]);
    expect(reader.decode(bytes).newer.map(({ name }) => name)).toEqual(['owner', 'weight', 'seenAt']);
  });
});

test('a decimal of another scale is no amount: its bytes stay bytes', async () => {
  const other = schema({ name: 'weight', type: amount(2) });
  const serde = new Serde(memoryIds());
  await serde.register([other]);
  expect(serde.decode(serde.encode(other, { weight: Buffer.from([1]) })).value).toEqual({ weight: Buffer.from([1]) });
});

describe('what a registry tells', () => {
  const server = createServer((_, answer) => {
    answer.setHeader('content-type', 'application/json');
    answer.end(JSON.stringify({ schema: JSON.stringify(theirs.avro) }));
  });
  beforeAll(() => once(server.listen(0, '127.0.0.1'), 'listening'));
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  test('of a newer field reaches the reader with its logical type', async () => {
    const ids = memoryIds();
    const writer = new Serde(ids);
    await writer.register([theirs]);
    const bytes = writer.encode(theirs, told);
    const { port } = server.address() as AddressInfo;
    const reader = new Serde(registryIds(`http://127.0.0.1:${port}`), 'kept');
    await reader.learn([bytes]);
    expect(reader.decode(bytes)).toMatchObject({ value: told, newer: [owner, weight, seenAt] });
  });
});
