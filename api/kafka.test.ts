import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { createKafka, withAdmin } from '#lib/kafka/client.ts';
import { idempotentProducer } from '#lib/kafka/producer.ts';
import { ensureTopics } from '#lib/kafka/topics.ts';
import { silentLog } from '#lib/log.ts';
import { eventually } from '#lib/testing/eventually.ts';
import { startKafka } from '#local/kafka.ts';
import type { LocalPart } from '#local/part.ts';
import { freePort } from '#local/ports.ts';
import { flushTopic, publicTopics } from '#schemas/topics.ts';
import { statistics } from '#statistics/catalogue.ts';
import { readNote } from './kafka.ts';
import { everybodysFriend, type Fixture, startFixture } from './testing/fixture.ts';

jest.setTimeout(120_000);

const dataDir = mkdtempSync(join(tmpdir(), 'api-kafka-'));
let port: number;
let part: LocalPart;
let fixture: Fixture;

const start = () => startKafka({ dataDir, port, progress: () => undefined });
const kafka = () => createKafka({ brokers: [`localhost:${port}`], clientId: 'test', log: silentLog });

/** What the sinks write after a flush. */
async function note(tables: readonly string[], at: number): Promise<void> {
  const value = { at, tables: Object.fromEntries(tables.map((table) => [table, 1])), maxOccurredAt: null };
  const producer = idempotentProducer(kafka());
  await producer.connect();
  await producer.send({ topic: flushTopic, messages: [{ key: 'flush', value: JSON.stringify(value) }] });
  await producer.disconnect();
}

/** The events of a stream, one after the other; undefined when it has ended. */
async function follow(more: Record<string, string> = {}) {
  const headers = { authorization: `Bearer ${await fixture.authority.tokenFor(everybodysFriend)}`, ...more };
  const over = new AbortController();
  const response = await fetch(`${fixture.address}/api/live`, { headers, signal: over.signal });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  async function next(): Promise<{ name: string; data: Record<string, unknown> } | undefined> {
    const [whole = '', name, data] = /event: (\w+)\n(?:id: .*\n)?data: (.*)\n\n/.exec(text) ?? [];
    if (whole) {
      text = text.slice(text.indexOf(whole) + whole.length);
      return { name: name ?? '', data: JSON.parse(data ?? '') };
    }
    const { done, value } = (await reader?.read()) ?? { done: true };
    if (done) return undefined;
    text += value;
    return next();
  }
  return { response, next, leave: () => over.abort() };
}

async function said(stream: Awaited<ReturnType<typeof follow>>, name: string) {
  for (;;) {
    const event = await stream.next();
    if (event === undefined || event.name === name) return event?.data;
  }
}

beforeAll(async () => {
  port = await freePort();
  fixture = await startFixture({ brokers: [`localhost:${port}`] });
  await fixture.createTables();
});
afterAll(async () => {
  await fixture?.stop();
  await part?.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

describe('live changes from Kafka', () => {
  test('are stale until Kafka is there, then come after each flush', async () => {
    const stream = await follow();
    expect(stream.response.headers.get('content-type')).toContain('text/event-stream');
    expect(await stream.next()).toEqual({ name: 'stale', data: { since: expect.any(String) } });
    part = await start();
    const all = statistics.map(({ row: { topic } }) => ({ topic, partitions: 1 }));
    await withAdmin(kafka(), (admin) => ensureTopics(admin, [...publicTopics(1), ...all]));
    expect(await said(stream, 'hello')).toEqual({ version: expect.any(String), timeZone: 'Europe/Kyiv' });
    await note(['requests', 'absence_days'], Date.UTC(2026, 0, 1));
    expect(await stream.next()).toEqual({
      name: 'change',
      data: { tables: ['absence_days', 'requests'], at: '2026-01-01T00:00:00.000Z' },
    });
    stream.leave();
  });

  test('come again to a page that has come back', async () => {
    const stream = await follow({ 'last-event-id': '1767225600000' });
    expect((await stream.next())?.name).toBe('hello');
    await note(['events'], Date.UTC(2026, 0, 2));
    expect(await said(stream, 'change')).toMatchObject({ tables: ['events'] });
    stream.leave();
  });

  test('show on the line, with what Kafka knows', async () => {
    const body = await eventually(async () => {
      const line = await fixture.get('/api/line');
      return line.body.deadLetters === null ? undefined : line.body;
    }, 'the dead letters');
    expect(body).toMatchObject({ kafka: { away: null }, deadLetters: 0, lag: {} });
    expect(body.tables).toContainEqual({ name: 'events', rows: 0, changedAt: '2026-01-02T00:00:00.000Z', lag: 0 });
  });

  test('are stale while Kafka is away, and come again after it without a new page', async () => {
    const stream = await follow();
    await stream.next();
    await part.stop();
    expect(await said(stream, 'stale')).toEqual({ since: expect.any(String) });
    expect((await fixture.get('/api/departments')).status).toBe(200);
    part = await start();
    expect(await said(stream, 'hello')).toBeDefined();
    await note(['employees'], Date.UTC(2026, 0, 3));
    expect(await said(stream, 'change')).toMatchObject({ tables: ['employees'] });
    stream.leave();
  });

  test('end when the API stops', async () => {
    const stream = await follow();
    await stream.next();
    await fixture.api.stop();
    expect(await stream.next()).toBeUndefined();
  });
});

describe('a note of a flush', () => {
  const read = (text: string | null) => readNote({ value: text === null ? null : Buffer.from(text), timestamp: 5 });

  test('names the tables, and the time it was written at when it says none', () => {
    expect(read('{"at":7,"tables":{"a":1,"b":2},"maxOccurredAt":null}')).toEqual([{ tables: ['a', 'b'], at: 7 }]);
    expect(read('{"tables":{"a":1}}')).toEqual([{ tables: ['a'], at: 5 }]);
  });

  test.each([null, '', '{', '[]', 'null', '{"tables":null}'])('that is none (%j) is passed over', (text) => {
    expect(read(text)).toEqual([]);
  });
});
