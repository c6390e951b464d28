import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Kafka } from 'kafkajs';
import { silentLog } from '#lib/log.ts';
import { startKafka } from '#local/kafka.ts';
import type { LocalPart } from '#local/part.ts';
import { freePort } from '#local/ports.ts';
import { checkBrokers, createKafka, withAdmin } from './client.ts';
import { type Fetcher, OffsetOutOfRange, openFetcher } from './fetcher.ts';
import { readToEnd, tail } from './partitionReader.ts';
import { fencingProducer, idempotentProducer, type OutgoingRecord, TransactionLost } from './producer.ts';
import type { KafkaRecord } from './record.ts';
import { deleteRecordsBefore, ensureTopics } from './topics.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'lib-kafka-'));
let part: LocalPart;
let kafka: Kafka;
let fetcher: Fetcher;

beforeAll(async () => {
  part = await startKafka({ dataDir, port: await freePort(), progress: () => undefined });
  kafka = createKafka({ brokers: [part.address], clientId: 'test', log: silentLog });
  fetcher = await openFetcher(kafka);
}, 120_000);

afterAll(async () => {
  await fetcher?.close();
  await part?.stop();
  rmSync(dataDir, { recursive: true, force: true });
}, 60_000);

let topics = 0;
async function newTopic(config: Record<string, string> = {}, partitions = 1): Promise<string> {
  const topic = `t${++topics}`;
  await withAdmin(kafka, (admin) => ensureTopics(admin, [{ topic, partitions, config }]));
  return topic;
}

const record = (topic: string, key: string, value: string | null = key): OutgoingRecord => ({
  topic,
  partition: 0,
  key,
  value: value === null ? null : Buffer.from(value),
});

async function readAll(topic: string, from = 0n): Promise<{ keys: string[]; next: bigint }> {
  const keys: string[] = [];
  const next = await readToEnd(fetcher, { topic, partition: 0, from }, (records) => {
    keys.push(...records.map(({ key }) => key));
  });
  return { keys, next };
}

async function commit(id: string, records: OutgoingRecord[]): Promise<void> {
  const producer = await fencingProducer(kafka, id);
  await producer.transaction((open) => open.send(records));
  await producer.close();
}

/** Reads when the partition ends at this offset: a coordinator answers before its marks stand there. */
async function readWhenAt(topic: string, end: bigint): Promise<string[]> {
  for (;;) {
    const { keys, next } = await readAll(topic);
    if (next >= end) return keys;
  }
}

async function abort(id: string, records: OutgoingRecord[]): Promise<void> {
  const producer = kafka.producer({ transactionalId: id, maxInFlightRequests: 1 });
  await producer.connect();
  const transaction = await producer.transaction();
  for (const { topic, ...message } of records) await transaction.send({ topic, messages: [message as never] });
  await transaction.abort();
  await producer.disconnect();
}

describe('topics', () => {
  test('brokers of today pass the check', () => checkBrokers(kafka));

  test('a topic is made once, and another partition count is refused with the remedy', async () => {
    const topic = await newTopic({ 'cleanup.policy': 'compact' }, 2);
    await withAdmin(kafka, (admin) => ensureTopics(admin, [{ topic, partitions: 2 }]));
    const other = withAdmin(kafka, (admin) => ensureTopics(admin, [{ topic, partitions: 3 }]));
    await expect(other).rejects.toThrow(`${topic} has 2 partitions, 3 are needed`);
  });
});

describe('reading to the end', () => {
  test('an empty partition ends at once', async () => {
    expect(await readAll(await newTopic())).toEqual({ keys: [], next: 0n });
  });

  test('control records and aborted records are crossed, committed ones are read with headers and times', async () => {
    const topic = await newTopic();
    await commit('a', [{ ...record(topic, 'one'), headers: { ce_type: 'x' }, timestamp: 1_700_000_000_000 }]);
    await abort('b', [record(topic, 'gone')]);
    await readWhenAt(topic, 4n);
    const seen: KafkaRecord[] = [];
    const next = await readToEnd(fetcher, { topic, partition: 0, from: 0n }, (records) => void seen.push(...records));
    expect(next).toBe(4n);
    expect(seen.map(({ key, headers, timestamp, offset }) => ({ key, headers, timestamp, offset }))).toEqual([
      { key: 'one', headers: { ce_type: 'x' }, timestamp: 1_700_000_000_000, offset: 0n },
    ]);
  });

  test('records of interleaved transactions that were aborted are not read', async () => {
    const topic = await newTopic();
    async function open(id: string) {
      const producer = kafka.producer({ transactionalId: id, maxInFlightRequests: 1 });
      await producer.connect();
      return { producer, transaction: await producer.transaction() };
    }
    const [a, b, c] = await Promise.all([open('A'), open('B'), open('C')]);
    for (const round of [1, 2])
      for (const [name, { transaction }] of Object.entries({ a, b, c }))
        await transaction.send({ topic, messages: [{ key: name + round, value: 'v', partition: 0 }] });
    await b.transaction.abort();
    await a.transaction.abort();
    await c.transaction.commit();
    const sixRecordsAndThreeMarks = 9n;
    expect(await readWhenAt(topic, sixRecordsAndThreeMarks)).toEqual(['c1', 'c2']);
    await Promise.all([a, b, c].map(({ producer }) => producer.disconnect()));
  });

  test('a compacted log with an empty tail ends, and tombstones are null', async () => {
    const config = {
      'cleanup.policy': 'compact',
      'segment.ms': '100',
      'min.cleanable.dirty.ratio': '0.01',
      'delete.retention.ms': '0',
    };
    const topic = await newTopic(config);
    for (let round = 0; round < 5; round++)
      await commit(
        't',
        Array.from({ length: 50 }, (_, k) => record(topic, `k${k}`)),
      );
    await commit('t', [record(topic, 'k0', null)]);
    const recordsAndMarks = 5n * 51n + 2n;
    await readWhenAt(topic, recordsAndMarks);
    const values = new Map<string, string | null>();
    const next = await readToEnd(fetcher, { topic, partition: 0, from: 0n }, (records) => {
      for (const { key, value } of records) values.set(key, value?.toString() ?? null);
    });
    expect(next).toBe(recordsAndMarks);
    expect([values.size, values.get('k0'), values.get('k49')]).toEqual([50, null, 'k49']);
  });

  test('an offset whose records were deleted is refused', async () => {
    const topic = await newTopic();
    await commit('d', [record(topic, 'a'), record(topic, 'b'), record(topic, 'c')]);
    await withAdmin(kafka, (admin) => deleteRecordsBefore(admin, topic, new Map([[0, 2n]])));
    await expect(readAll(topic)).rejects.toThrow(OffsetOutOfRange);
    expect((await readAll(topic, 2n)).keys).toEqual(['c']);
  });
});

describe('tailing', () => {
  test('everything from the beginning comes once, then what is new', async () => {
    const topic = await newTopic({}, 3);
    const producer = idempotentProducer(kafka);
    await producer.connect();
    const send = (key: string) => producer.send({ topic, messages: [{ key, value: 'v' }] });
    for (let n = 0; n < 10; n++) await send(`old${n}`);
    const keys: string[] = [];
    let arrived: (() => void) | undefined;
    const following = await tail(
      kafka,
      topic,
      (records) => {
        keys.push(...records.map(({ key }) => key));
        if (keys.includes('new')) arrived?.();
      },
      { from: 'beginning' },
    );
    await following.caughtUp;
    expect(keys.toSorted()).toEqual(Array.from({ length: 10 }, (_, n) => `old${n}`));
    const news = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    await send('new');
    await news;
    expect(keys).toHaveLength(11);
    await following.stop();
    await producer.disconnect();
  });
});

describe('fencing', () => {
  test('a zombie with the same id cannot commit, and its open transaction leaves no record', async () => {
    const topic = await newTopic();
    const zombie = await fencingProducer(kafka, 'task');
    const lost = zombie.transaction(async (open) => {
      await open.send([record(topic, 'zombie')]);
      await commit('task', [record(topic, 'heir')]);
    });
    await expect(lost).rejects.toThrow(TransactionLost);
    expect((await readAll(topic)).keys).toEqual(['heir']);
  });
});

test('several processes may make the same topics at once', async () => {
  function make(round: number) {
    const specs = Array.from({ length: 25 }, (_, i) => ({ topic: `at-once-${round}-${i}`, partitions: 4 }));
    return Array.from({ length: 4 }, () => withAdmin(kafka, (admin) => ensureTopics(admin, specs)));
  }
  for (const round of [1, 2, 3]) await Promise.all(make(round));
}, 60_000);
