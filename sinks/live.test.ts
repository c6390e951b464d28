import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { withAdmin } from '#lib/kafka/client.ts';
import { until } from '#lib/timing.ts';
import { deadLetterTopic, flushTopic } from '#schemas/topics.ts';
import { lastOf, partitions, type Sent } from './testing/petLine.ts';
import { pet, petSink } from './testing/pets.ts';
import { line, servers } from './testing/shared.ts';
import './testing/evolution.ts';
import './testing/failures.ts';

test('rows appear, change and vanish; what was flushed is told on its topic', async () => {
  const part = await line.start();
  await line.send({ owner: 'a', name: 'Rex', legs: 4 }, { owner: 'b', name: 'Іва', legs: 2 });
  await line.shows([
    { owner: 'a', name: 'Rex', legs: 4 },
    { owner: 'b', name: 'Іва', legs: 2 },
  ]);
  await line.send({ owner: 'a', name: 'Rex', legs: 3 }, { owner: 'b', name: 'Іва', legs: null });
  await line.shows([{ owner: 'a', name: 'Rex', legs: 3 }]);
  expect(part.ready()).toBeNull();
  const notes = (await line.readAll(flushTopic)).map(({ value }) => JSON.parse(String(value)));
  expect(notes.reduce((sum, note) => sum + note.tables.pets, 0)).toBe(4);
  expect(notes[0]).toEqual({ at: expect.any(Number), tables: expect.any(Object), maxOccurredAt: null });
}, 60_000);

test('everything read once more changes nothing', async () => {
  const sent = Array.from(
    { length: 50 },
    (_, n): Sent => ({ owner: `o${n % 7}`, name: 'x', legs: n % 5 === 0 ? null : n }),
  );
  await line.send(...sent);
  const part = await line.start();
  await line.shows(lastOf(sent));
  await part.stop();
  await withAdmin(servers.kafka, async (admin) => {
    const beginning = Array.from({ length: partitions }, (_, partition) => ({ partition, offset: '0' }));
    await admin.setOffsets({ groupId: 'test-sinks', topic: pet.topic, partitions: beginning });
  });
  await line.start();
  await line.send({ owner: 'z', name: 'last', legs: 1 });
  await line.shows([...lastOf(sent), { owner: 'z', name: 'last', legs: 1 }]);
}, 60_000);

test('a record that cannot be read, or fits no row, goes to the dead letters alone', async () => {
  await line.start();
  const bad = Buffer.from('{"json": true}');
  await line.producer.send({
    topic: pet.topic,
    messages: [{ key: 'k', value: bad, partition: 0, headers: { trace: 't1' } }],
  });
  await line.producer.send({
    topic: pet.topic,
    messages: [{ key: 'other/key', value: line.serde.encode(pet, { owner: 'a', name: 'Rex', legs: 1 }), partition: 0 }],
  });
  await line.send({ owner: 'a', name: 'Rex', legs: 4 });
  await line.shows([{ owner: 'a', name: 'Rex', legs: 4 }]);
  const letters = await line.readAll(deadLetterTopic);
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
  await line.start();
  await line.send({ owner: 'a', name: 'first', legs: 1 });
  await line.shows([{ owner: 'a', name: 'first', legs: 1 }]);
  await servers.db.command('ALTER TABLE leaveline.pets ADD CONSTRAINT few CHECK legs < 100');
  const sent = Array.from(
    { length: 40 },
    (_, n): Sent => ({ owner: 'b', name: `n${n + 10}`, legs: n === 7 || n === 33 ? 200 : 4 }),
  );
  await line.send(...sent);
  await line.shows([{ owner: 'a', name: 'first', legs: 1 }, ...sent.filter(({ legs }) => legs === 4)]);
  const letters = await line.readAll(deadLetterTopic);
  expect(letters.map(({ headers }) => headers.dead_reason)).toEqual(['refused_by_clickhouse', 'refused_by_clickhouse']);
}, 60_000);

test('a table that is dropped while we run is made anew and filled from the beginning', async () => {
  await line.start();
  const sent = Array.from({ length: 30 }, (_, n): Sent => ({ owner: `o${n}`, name: 'x', legs: n }));
  await line.send(...sent);
  await line.shows(lastOf(sent));
  await servers.db.command('DROP TABLE leaveline.pets SYNC');
  const more: Sent = { owner: 'p', name: 'after', legs: 1 };
  await line.send(more);
  await line.shows([...lastOf(sent), more]);
}, 60_000);

test('a column that was dropped is added and filled again', async () => {
  await line.start();
  await line.send({ owner: 'a', name: 'Rex', legs: 4 });
  await line.shows([{ owner: 'a', name: 'Rex', legs: 4 }]);
  await servers.db.command('ALTER TABLE leaveline.pets DROP COLUMN legs');
  await line.send({ owner: 'b', name: 'Rex', legs: 3 });
  await line.shows([
    { owner: 'a', name: 'Rex', legs: 4 },
    { owner: 'b', name: 'Rex', legs: 3 },
  ]);
}, 60_000);

test('while ClickHouse is away nothing is lost, and we say what we wait for', async () => {
  const part = await line.start();
  await line.send({ owner: 'a', name: 'before', legs: 1 });
  await line.shows([{ owner: 'a', name: 'before', legs: 1 }]);
  await servers.killClickHouse();
  await line.send({ owner: 'a', name: 'meanwhile', legs: 2 });
  await until(() => (part.ready() === null ? 'it has not noticed' : null), { what: 'it waits' });
  expect(part.ready()).toMatch(/^waiting: /);
  await servers.restartClickHouse();
  await line.shows([
    { owner: 'a', name: 'before', legs: 1 },
    { owner: 'a', name: 'meanwhile', legs: 2 },
  ]);
  await until(() => part.ready(), { what: 'it is ready' });
}, 60_000);

test('Kafka is killed and comes back: everything that was sent is there', async () => {
  await line.start();
  const before: Sent = { owner: 'a', name: 'before', legs: 1 };
  await line.send(before);
  await line.shows([before]);
  await servers.killAndRestartKafka();
  const after: Sent = { owner: 'b', name: 'after', legs: 2 };
  await line.send(after);
  await line.shows([before, after], 60_000);
}, 120_000);

test('a topic that was made anew is refused with the remedy', async () => {
  const part = await line.start();
  const sent = Array.from({ length: 30 }, (_, n): Sent => ({ owner: `o${n}`, name: 'x', legs: n }));
  await line.send(...sent);
  await line.shows(lastOf(sent));
  await part.stop();
  await line.makeTopicsAnew();
  const again = await petSink(servers.brokers, servers.url);
  await expect(again.failed).rejects.toThrow(/pets was filled from hr\.test-pets .* the topic was made anew/);
  await expect(again.failed).rejects.toThrow(/DROP DATABASE/);
  await again.stop();
}, 60_000);

test('a sink that is killed in mid-batch, again and again, loses nothing and counts nothing twice', async () => {
  const sent: Sent[] = [];
  for (let round = 0; round < 4; round++) {
    const child = line.spawn();
    const target = (round + 1) * 2_000;
    while (sent.length < target) {
      const batch = Array.from({ length: 200 }, (_, n): Sent => {
        const number = sent.length + n;
        return { owner: `o${number % 97}`, name: `n${number % 13}`, legs: number % 11 === 0 ? null : number };
      });
      sent.push(...batch);
      await line.send(...batch);
    }
    const before = JSON.stringify(await line.rows());
    const look = async () => (JSON.stringify(await line.rows()) === before ? 'nothing new' : null);
    await until(look, { what: 'rows', everyMs: 5 });
    await line.kill(child);
  }
  await line.start();
  await line.shows(lastOf(sent), 60_000);
}, 120_000);

test('whatever is sent in whatever pieces, the table shows the last value of each key', async () => {
  await line.start();
  const row = fc.record({
    owner: fc.constantFrom('a', 'b', 'c/d', 'e%f', ''),
    name: fc.constantFrom('x', 'y', 'z'),
    legs: fc.option(fc.integer({ min: -5, max: 5 }), { freq: 4 }),
  });
  const sent: Sent[] = [];
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 40 }), async (pieces) => {
      sent.push(...pieces);
      for (let at = 0; at < pieces.length; at += 7) await line.send(...pieces.slice(at, at + 7));
      await line.shows(lastOf(sent));
    }),
    { numRuns: 12, endOnFailure: true },
  );
}, 120_000);
