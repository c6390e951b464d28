import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import { registryIds } from '#lib/avro/registry.ts';
import { Serde } from '#lib/avro/serde.ts';
import { createKafka, withAdmin } from '#lib/kafka/client.ts';
import { idempotentProducer } from '#lib/kafka/producer.ts';
import { ensureTopics } from '#lib/kafka/topics.ts';
import { silentLog } from '#lib/log.ts';
import { formatMillionths } from '#lib/millionths.ts';
import { startKafka } from '#local/kafka.ts';
import type { LocalPart } from '#local/part.ts';
import { freePort } from '#local/ports.ts';
import { type RunningRegistry, startRegistry } from '#local/registry/start.ts';
import { derivedRecords, eventTypes } from '#schemas/catalogue.ts';
import type { Field, Fields } from '#schemas/fields.ts';
import type { RecordDefinition } from '#schemas/record.ts';
import { javaProgram } from './java.ts';
import { pythonWith } from './python.ts';

jest.setTimeout(180_000);

const topics = ['hr.users', 'hr.vacation-requests'];
const kinds: readonly RecordDefinition[] = [...eventTypes, ...derivedRecords].filter(({ topic }) =>
  topics.includes(topic),
);
const script = join(import.meta.dirname, 'consumer.py');
const python = await pythonWith('confluent_kafka', 'avro');
const dataDir = mkdtempSync(join(tmpdir(), 'outside-'));

/** A record as a consumer prints it. */
interface Line {
  readonly topic: string;
  readonly key: string;
  readonly value: Readonly<Record<string, unknown>> | null;
}

let part: LocalPart;
let registry: RunningRegistry;
let env: Record<string, string>;
let sent: Line[];

const values: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  string: fc.oneof(fc.string({ unit: 'grapheme', maxLength: 20 }), fc.constantFrom('', 'Олена 🚀', '"\\\n')),
  uuid: fc.uuid(),
  int: fc.integer(),
  boolean: fc.boolean(),
  date: fc.constantFrom('1900-01-01', '1969-12-31', '2024-02-29', '2026-07-01', '2299-12-31'),
  instant: fc.oneof(fc.constantFrom(0, 1, 1_751_360_400_123), fc.integer({ min: 0, max: 4e12 })),
  days: fc.oneof(
    fc.constantFrom(0, 1, -1, 500_000, -2_250_000, 127, 128, -129, 9e15),
    fc.integer({ min: -1e12, max: 1e12 }),
  ),
};

function anyValue({ kind, item, nullable }: Field<unknown>): fc.Arbitrary<unknown> {
  const value = kind === 'list' ? fc.array(values[item ?? ''] ?? fc.constant(null), { maxLength: 5 }) : values[kind];
  return nullable ? fc.option(value ?? fc.constant(null), { freq: 3 }) : (value ?? fc.constant(null));
}

const anyRecord = (fields: Fields) =>
  fc.record(Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, anyValue(field)])));

/** What a value is in every language: amounts with six decimals, instants in RFC 3339, numbers as text. */
function said(kind: string | undefined, value: unknown): unknown {
  if (value === null || kind === 'boolean') return value;
  if (kind === 'instant') return new Date(Number(value)).toISOString();
  if (kind !== 'days') return String(value);
  const [whole, fraction = ''] = formatMillionths(Number(value)).split('.');
  return `${whole}.${fraction.padEnd(6, '0')}`;
}

const saidRecord = (fields: Fields, value: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(
    Object.entries(fields).map(([name, { kind, item }]) => {
      const held = value[name];
      return [name, Array.isArray(held) ? held.map((element) => said(item, element)) : said(kind, held)];
    }),
  );

/** Instants as every program prints them → RFC 3339 in UTC; whole numbers as text. */
function heard(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(heard);
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\d[ T]\d\d:\d\d.*(Z|\+00:00)$/.test(value)) return value;
  return new Date(value.replace(' ', 'T')).toISOString();
}

const heardLine = ({ topic, key, value }: Line): Line => ({
  topic,
  key,
  value: value && Object.fromEntries(Object.entries(value).map(([name, held]) => [name, heard(held)])),
});

/** Writes some records of each kind, and a row that is gone. */
async function publish(brokers: string[]): Promise<Line[]> {
  const serde = new Serde(registryIds(registry.url));
  await serde.register(kinds);
  const lines: (Line & { readonly bytes: Buffer | null })[] = kinds.flatMap((kind) =>
    fc.sample(anyRecord(kind.fields), 12).map((value, n) => {
      const written = saidRecord(kind.fields, value as Record<string, unknown>);
      return { topic: kind.topic, key: `${kind.name}/${n}`, value: written, bytes: serde.encode(kind, value) };
    }),
  );
  lines.push({ topic: 'hr.vacation-requests', key: 'gone', value: null, bytes: null });
  const kafka = createKafka({ brokers, clientId: 'test', log: silentLog });
  await withAdmin(kafka, (admin) =>
    ensureTopics(
      admin,
      topics.map((topic) => ({ topic, partitions: 2 })),
    ),
  );
  const producer = idempotentProducer(kafka);
  await producer.connect();
  for (const { topic, key, bytes } of lines) await producer.send({ topic, messages: [{ key, value: bytes }] });
  await producer.disconnect();
  return lines.map(({ bytes: _, ...line }) => line);
}

/** Runs a consumer until it has printed as many records as were sent. */
async function listen(command: string, args: string[], more: Readonly<Record<string, string>> = {}): Promise<Line[]> {
  const child = spawn(command, [...args, ...topics], {
    env: { ...process.env, ...more, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const late = setTimeout(() => child.kill('SIGKILL'), 60_000);
  let complaint = '';
  child.stderr.on('data', (chunk) => {
    complaint += chunk;
  });
  const lines: Line[] = [];
  for await (const line of createInterface(child.stdout))
    if (line.startsWith('{') && lines.push(JSON.parse(line)) === sent.length) break;
  clearTimeout(late);
  child.kill('SIGKILL');
  if (lines.length < sent.length) throw new Error(`It ended after ${lines.length} records: ${complaint}`);
  return lines.map(heardLine);
}

const byKey = (a: Line, b: Line) => (a.key < b.key ? -1 : 1);

beforeAll(async () => {
  part = await startKafka({ dataDir, port: await freePort(), progress: () => undefined });
  registry = await startRegistry({ brokers: [part.address], port: 0, log: silentLog });
  env = { KAFKA_BROKERS: part.address, SCHEMA_REGISTRY_URL: registry.url };
  sent = await publish([part.address]);
});
afterAll(async () => {
  await registry?.stop();
  await part?.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

describe('a program that is not ours reads users and requests through the registry', () => {
  // Where neither the modules nor Debian's packages can be had, Java is the one that reads.
  (python ? test : test.skip)('in Python', async () => {
    const lines = await listen(python?.command ?? '', [script], python?.env);
    expect(lines.sort(byKey)).toEqual(sent.toSorted(byKey));
  });

  test('in Python as the documentation shows it', () => {
    const documentation = readFileSync(join(import.meta.dirname, '../../docs/consumers.md'), 'utf8');
    expect(documentation).toContain(readFileSync(script, 'utf8'));
  });

  test('in Java', async () => {
    const { command, args } = await javaProgram('OutsideConsumer.java', dataDir);
    expect((await listen(command, args)).sort(byKey)).toEqual(sent.toSorted(byKey));
  });
});
