import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createKafka, type Kafka, withAdmin } from '#lib/kafka/client.ts';
import { partitionFor } from '#lib/kafka/murmur2.ts';
import { idempotentProducer } from '#lib/kafka/producer.ts';
import { silentLog } from '#lib/log.ts';
import type { Part } from '#lib/role.ts';
import { type ClickHouse as LocalClickHouse, startClickHouse } from '#local/clickhouse/start.ts';
import { startKafka } from '#local/kafka.ts';
import type { LocalPart } from '#local/part.ts';
import { freePort } from '#local/ports.ts';
import { joinKey } from '#schemas/keys.ts';
import { deadLetterTopic, flushTopic } from '#schemas/topics.ts';
import { type ClickHouse, clickhouse } from './clickhouse.ts';
import { cat, pet, petSerde, petSink, petTables } from './testing/pets.ts';

const partitions = 3;
const topics = [pet.topic, cat.topic, deadLetterTopic, flushTopic];
let dataDir: string;
let broker: LocalPart;
let brokers: string;
let kafka: Kafka;
let server: LocalClickHouse;
let db: ClickHouse;
let producer: ReturnType<typeof idempotentProducer>;
let serde: Awaited<ReturnType<typeof petSerde>>;
const running: Part[] = [];
let fatal: unknown;
const processes: ChildProcess[] = [];

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'sinks-'));
  broker = await startKafka({ dataDir, port: await freePort(), progress: () => {} });
  brokers = broker.address.replace('localhost', '127.0.0.1');
  kafka = createKafka({ brokers: [brokers], clientId: 'test', log: silentLog });
  server = await startClickHouse({ dataDir: join(dataDir, 'clickhouse'), port: 0 });
  db = clickhouse(server.url, 'leaveline');
  serde = await petSerde();
}, 120_000);

afterAll(async () => {
  await db.close();
  await server.stop();
  await broker.stop();
  await rm(dataDir, { recursive: true, force: true });
}, 60_000);

const createTopics = () =>
  withAdmin(kafka, (admin) =>
    admin.createTopics({
      waitForLeaders: true,
      topics: topics.map((topic) => ({ topic, numPartitions: topic.startsWith('hr.test') ? partitions : 1 })),
    }),
  );

beforeEach(async () => {
  fatal = undefined;
  await createTopics();
  producer = idempotentProducer(kafka);
  await producer.connect();
}, 60_000);

afterEach(async () => {
  for (const part of running.splice(0)) await part.stop();
  for (const child of processes.splice(0)) {
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  await producer.disconnect();
  await withAdmin(kafka, async (admin) => {
    await admin.deleteGroups(['test-sinks']).catch(() => {});
    await admin.deleteTopics({ topics });
    while ((await admin.listTopics()).some((topic) => topics.includes(topic))) await sleep(20);
  });
  await db.command('DROP DATABASE IF EXISTS leaveline SYNC');
}, 60_000);

const start = async (tables = petTables): Promise<Part> => {
  const part = await petSink(brokers, server.url, tables);
  part.failed?.catch((error) => {
    fatal = error;
  });
  running.push(part);
  return part;
};

/** `legs` null: a tombstone. */
interface Sent {
  readonly owner: string;
  readonly name: string;
  readonly legs: number | null;
}

const send = async (...pets: readonly Sent[]) => {
  const messages = pets.map(({ owner, name, legs }) => ({
    key: joinKey([owner, name]),
    value: legs === null ? null : serde.encode(pet, { owner, name, legs }),
    partition: partitionFor(joinKey([owner, name]), partitions),
  }));
  await producer.send({ topic: pet.topic, messages });
};

const rows = () =>
  db
    .query<Sent>('SELECT owner, name, toInt32(legs) AS legs FROM leaveline.pets FINAL ORDER BY owner, name')
    .catch(() => null);

const shown = async (expected: readonly Sent[], deadlineMs = 20_000) => {
  const deadline = Date.now() + deadlineMs;
  for (let found = await rows(); ; found = await rows()) {
    if (JSON.stringify(found) === JSON.stringify(expected)) return;
    if (fatal) throw fatal;
    if (Date.now() > deadline) expect(found).toEqual(expected);
    await sleep(20);
  }
};

/** The last value of every key that has one, as the table shows it. */
const lastOf = (sent: readonly Sent[]): Sent[] => {
  const byKey = new Map(sent.map((row) => [joinKey([row.owner, row.name]), row]));
  return [...byKey.values()]
    .filter(({ legs }) => legs !== null)
    .sort((a, b) => (a.owner === b.owner ? (a.name < b.name ? -1 : 1) : a.owner < b.owner ? -1 : 1));
};

const readAll = async (topic: string): Promise<{ headers: Record<string, string>; value: Buffer | null }[]> => {
  const { openFetcher } = await import('#lib/kafka/fetcher.ts');
  const { readToEnd, topicBounds } = await import('#lib/kafka/partitionReader.ts');
  const found: { headers: Record<string, string>; value: Buffer | null }[] = [];
  const fetcher = await openFetcher(kafka);
  const low = (await topicBounds(kafka, topic)).get(0)?.low ?? 0n;
  await readToEnd(fetcher, { topic, partition: 0, from: low }, (records) => {
    for (const { headers, value } of records)
      found.push({ headers: { ...headers }, value: value && Buffer.from(value) });
  });
  await fetcher.close();
  return found;
};

test('rows appear, change and vanish; what was flushed is told on its topic', async () => {
  const part = await start();
  await send({ owner: 'a', name: 'Rex', legs: 4 }, { owner: 'b', name: 'Іва', legs: 2 });
  await shown([
    { owner: 'a', name: 'Rex', legs: 4 },
    { owner: 'b', name: 'Іва', legs: 2 },
  ]);
  await send({ owner: 'a', name: 'Rex', legs: 3 }, { owner: 'b', name: 'Іва', legs: null });
  await shown([{ owner: 'a', name: 'Rex', legs: 3 }]);
  expect(part.ready()).toBeNull();
  const notes = (await readAll(flushTopic)).map(({ value }) => JSON.parse(String(value)));
  expect(notes.reduce((sum, note) => sum + note.tables.pets, 0)).toBe(4);
  expect(notes[0]).toEqual({ at: expect.any(Number), tables: expect.any(Object), maxOccurredAt: null });
}, 60_000);

test('everything read once more changes nothing', async () => {
  const sent = Array.from(
    { length: 50 },
    (_, n): Sent => ({ owner: `o${n % 7}`, name: 'x', legs: n % 5 === 0 ? null : n }),
  );
  await send(...sent);
  await (async () => {
    const part = await start();
    await shown(lastOf(sent));
    await part.stop();
    running.splice(0);
  })();
  await withAdmin(kafka, async (admin) => {
    const beginning = Array.from({ length: partitions }, (_, partition) => ({ partition, offset: '0' }));
    await admin.setOffsets({ groupId: 'test-sinks', topic: pet.topic, partitions: beginning });
  });
  await start();
  await send({ owner: 'z', name: 'last', legs: 1 });
  await shown([...lastOf(sent), { owner: 'z', name: 'last', legs: 1 }]);
}, 60_000);

test('a record that cannot be read, or fits no row, goes to the dead letters alone', async () => {
  await start();
  const bad = Buffer.from('{"json": true}');
  await producer.send({
    topic: pet.topic,
    messages: [{ key: 'k', value: bad, partition: 0, headers: { trace: 't1' } }],
  });
  await producer.send({
    topic: pet.topic,
    messages: [{ key: 'other/key', value: serde.encode(pet, { owner: 'a', name: 'Rex', legs: 1 }), partition: 0 }],
  });
  await send({ owner: 'a', name: 'Rex', legs: 4 });
  await shown([{ owner: 'a', name: 'Rex', legs: 4 }]);
  const letters = await readAll(deadLetterTopic);
  expect(letters).toHaveLength(2);
  expect(letters[0]?.value).toEqual(bad);
  expect(letters[0]?.headers).toMatchObject({
    trace: 't1',
    dead_reason: 'not_avro',
    dead_stage: 'sinks',
    dead_topic: pet.topic,
    dead_partition: '0',
    dead_offset: '0',
  });
  expect(letters[1]?.headers.dead_reason).toBe('bad_row');
}, 60_000);

test('rows that ClickHouse refuses are cut out, the rest of their block goes in', async () => {
  await start();
  await send({ owner: 'a', name: 'first', legs: 1 });
  await shown([{ owner: 'a', name: 'first', legs: 1 }]);
  await db.command('ALTER TABLE leaveline.pets ADD CONSTRAINT few CHECK legs < 100');
  const sent = Array.from(
    { length: 40 },
    (_, n): Sent => ({ owner: 'b', name: `n${n + 10}`, legs: n === 7 || n === 33 ? 200 : 4 }),
  );
  await send(...sent);
  await shown([{ owner: 'a', name: 'first', legs: 1 }, ...sent.filter(({ legs }) => legs === 4)]);
  const letters = await readAll(deadLetterTopic);
  expect(letters.map(({ headers }) => headers.dead_reason)).toEqual(['refused_by_clickhouse', 'refused_by_clickhouse']);
}, 60_000);

test('a table that is dropped while we run is made anew and filled from the beginning', async () => {
  await start();
  const sent = Array.from({ length: 30 }, (_, n): Sent => ({ owner: `o${n}`, name: 'x', legs: n }));
  await send(...sent);
  await shown(lastOf(sent));
  await db.command('DROP TABLE leaveline.pets SYNC');
  const more: Sent = { owner: 'p', name: 'after', legs: 1 };
  await send(more);
  await shown([...lastOf(sent), more]);
}, 60_000);

test('a column that was dropped is added and filled again; a new field of a record gets its column', async () => {
  await start();
  await send({ owner: 'a', name: 'Rex', legs: 4 });
  await shown([{ owner: 'a', name: 'Rex', legs: 4 }]);
  await db.command('ALTER TABLE leaveline.pets DROP COLUMN legs');
  await send({ owner: 'b', name: 'Rex', legs: 3 });
  await shown([
    { owner: 'a', name: 'Rex', legs: 0 },
    { owner: 'b', name: 'Rex', legs: 3 },
  ]);
}, 60_000);

test('while ClickHouse is away nothing is lost, and we say what we wait for', async () => {
  const part = await start();
  await send({ owner: 'a', name: 'before', legs: 1 });
  await shown([{ owner: 'a', name: 'before', legs: 1 }]);
  const port = Number(new URL(server.url).port);
  await server.kill('SIGKILL');
  await send({ owner: 'a', name: 'meanwhile', legs: 2 });
  while (part.ready() === null) await sleep(20);
  expect(part.ready()).toMatch(/^waiting: /);
  server = await startClickHouse({ dataDir: join(dataDir, 'clickhouse'), port });
  await shown([
    { owner: 'a', name: 'before', legs: 1 },
    { owner: 'a', name: 'meanwhile', legs: 2 },
  ]);
  while (part.ready() !== null) await sleep(20);
}, 60_000);

test('Kafka is killed and comes back: everything that was sent is there', async () => {
  await start();
  const before: Sent = { owner: 'a', name: 'before', legs: 1 };
  await send(before);
  await shown([before]);
  const { port } = new URL(`http://${brokers}`);
  broker.signal('SIGKILL');
  await broker.exited;
  broker = await startKafka({ dataDir, port: Number(port), progress: () => {} });
  const after: Sent = { owner: 'b', name: 'after', legs: 2 };
  await send(after);
  await shown([before, after], 60_000);
}, 120_000);

test('a topic that was made anew is refused with the remedy', async () => {
  const part = await start();
  const sent = Array.from({ length: 30 }, (_, n): Sent => ({ owner: `o${n}`, name: 'x', legs: n }));
  await send(...sent);
  await shown(lastOf(sent));
  await part.stop();
  await withAdmin(kafka, async (admin) => {
    await admin.deleteTopics({ topics: [pet.topic] });
    while ((await admin.listTopics()).includes(pet.topic)) await sleep(20);
  });
  await createTopics();
  const again = await petSink(brokers, server.url);
  await expect(again.failed).rejects.toThrow(/pets was filled from hr\.test-pets .* the topic was made anew/);
  await expect(again.failed).rejects.toThrow(/DROP DATABASE/);
  await again.stop();
}, 60_000);

test('a sink that is killed in mid-batch, again and again, loses nothing and counts nothing twice', async () => {
  const sent: Sent[] = [];
  const main = join(import.meta.dirname, 'testing', 'petProcess.ts');
  for (let round = 0; round < 4; round++) {
    const child = spawn(process.execPath, [main, brokers, server.url], { stdio: ['pipe', 'ignore', 'inherit'] });
    processes.push(child);
    const target = (round + 1) * 2_000;
    while (sent.length < target) {
      const batch = Array.from({ length: 200 }, (_, n): Sent => {
        const number = sent.length + n;
        return { owner: `o${number % 97}`, name: `n${number % 13}`, legs: number % 11 === 0 ? null : number };
      });
      sent.push(...batch);
      await send(...batch);
    }
    const started = await rows();
    while (JSON.stringify(await rows()) === JSON.stringify(started ?? null)) await sleep(5);
    child.kill('SIGKILL');
    await once(child, 'exit');
    processes.pop();
  }
  await start();
  await shown(lastOf(sent), 60_000);
}, 120_000);

test('whatever is sent in whatever pieces, the table shows the last value of each key', async () => {
  await start();
  const row = fc.record({
    owner: fc.constantFrom('a', 'b', 'c/d', 'e%f', ''),
    name: fc.constantFrom('x', 'y', 'z'),
    legs: fc.option(fc.integer({ min: -5, max: 5 }), { freq: 4 }),
  });
  const sent: Sent[] = [];
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 40 }), async (pieces) => {
      sent.push(...pieces);
      for (let at = 0; at < pieces.length; at += 7) await send(...pieces.slice(at, at + 7));
      await shown(lastOf(sent));
    }),
    { numRuns: 12, endOnFailure: true },
  );
}, 120_000);
