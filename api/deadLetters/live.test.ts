import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { letterOf } from '#deadLetters/letter.ts';
import { routeNoteIn, routeRecord } from '#deadLetters/routeNotes.ts';
import { openConnection } from '#lib/amqp/connection.ts';
import { declare } from '#lib/amqp/declarations.ts';
import { amqpUrl, onChannel, uniqueName } from '#lib/amqp/testing/broker.ts';
import { failureHeaders } from '#lib/deadLetter.ts';
import { createKafka, type Kafka, withAdmin } from '#lib/kafka/client.ts';
import { createOutlet } from '#lib/kafka/outlet.ts';
import { tail } from '#lib/kafka/partitionReader.ts';
import { ensureTopics } from '#lib/kafka/topics.ts';
import { silentLog } from '#lib/log.ts';
import { eventually } from '#lib/testing/eventually.ts';
import { startKafka } from '#local/kafka.ts';
import type { LocalPart } from '#local/part.ts';
import { freePort } from '#local/ports.ts';
import { hrDeclarations, hrQueue, inboxQueue, parkingQueue } from '#schemas/exchange.ts';
import { message } from '#schemas/reader/testing/message.ts';
import { operationsTopic } from '#schemas/topics.ts';
import { inboxDeclarations } from '#services/common/messaging/inboxDeclarations.ts';
import { lineTopics } from '#statistics/line.ts';
import { everybodysFriend, type Fixture, startFixture } from '../testing/fixture.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'api-letters-'));
const prefix = `${uniqueName('api')}.`;
const queue = inboxQueue('vacation', prefix);
const declarations = inboxDeclarations({ queue, prefix, patterns: [] });
let part: LocalPart;
let port: number;
let kafka: Kafka;
let fixture: Fixture;

/** Letters of ingress, one second apart. */
async function sendLetters(...reasons: readonly string[]): Promise<void> {
  const outlet = createOutlet(kafka);
  const at = Date.UTC(2026, 10, 1);
  for (const [seconds, reason] of reasons.entries()) {
    const body = message(JSON.stringify({ source: '/old-hr', email: 'olena@example.com', reason }), { queue: 'q' });
    const letter = letterOf(body, { reason, detail: '' }, { bridge: 'b', partitions: 2 });
    await outlet.send([{ ...letter, timestamp: at + seconds * 1_000 }]);
  }
  await outlet.close();
}

const giveUp = () =>
  onChannel(async (channel) => {
    const failure = failureHeaders({ reason: 'failed', detail: 'a bug' }, { stage: queue, timestamp: 9, replays: 0 });
    channel.sendToQueue(`${queue}.dead`, Buffer.from('{"source": "/user"}'), { headers: failure });
  });

const startBroker = () => startKafka({ dataDir, port, progress: () => undefined });

beforeAll(async () => {
  port = await freePort();
  part = await startBroker();
  kafka = createKafka({ brokers: [`localhost:${port}`], clientId: 'test', log: silentLog });
  await withAdmin(kafka, (admin) => ensureTopics(admin, lineTopics(2)));
  const connection = await openConnection({ url: amqpUrl, name: 'test', log: silentLog });
  await declare(connection, hrDeclarations(prefix), silentLog);
  await declare(connection, declarations, silentLog);
  await connection.close();
  await sendLetters('no_person', 'no_person', 'not_utf8');
  await giveUp();
  fixture = await startFixture({ brokers: [`localhost:${port}`], amqpUrl, prefix });
  await fixture.createTables();
}, 120_000);

afterAll(async () => {
  await fixture?.stop();
  await part?.stop();
  rmSync(dataDir, { recursive: true, force: true });
  await onChannel(async (channel) => {
    for (const name of [hrQueue(prefix), parkingQueue(prefix), queue, `${queue}.dead`]) await channel.deleteQueue(name);
    for (const { name } of [...declarations.exchanges, ...hrDeclarations(prefix).exchanges])
      await channel.deleteExchange(name);
  });
}, 60_000);

/** The answer once so many letters are open. */
const open = (total: number) =>
  eventually(async () => {
    const { status, body } = await fixture.get('/api/dead-letters');
    return status === 200 && body.total === total ? body : undefined;
  }, `${total} open letters`);

const decide = (act: string, places: readonly string[], why = '') =>
  fixture.get('/api/dead-letters/decisions', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ act, places, why }),
  });

const resume = (route: string) =>
  fixture.get('/api/dead-letters/resumptions', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ route }),
  });

const metrics = async () => (await fetch(`${fixture.address}/metrics`)).text();

test('the line counts all of them by who gave up, why and who published; a gauge tells the same', async () => {
  await open(4);
  const { body } = await fixture.get('/api/line');
  expect(body.deadLetters).toBe(4);
  expect(body.deadLettersBy).toEqual(
    expect.arrayContaining([
      { stage: 'ingress', reason: 'no_person', publisher: '/old-hr', count: 2 },
      { stage: 'ingress', reason: 'not_utf8', publisher: '/old-hr', count: 1 },
      { stage: queue, reason: 'failed', publisher: '/user', count: 1 },
    ]),
  );
  const shown = await eventually(async () => {
    const text = await metrics();
    return text.includes('leaveline_dead_letters_open{stage="ingress"') ? text : undefined;
  }, 'the gauge');
  expect(shown).toContain('leaveline_dead_letters_open{stage="ingress",reason="no_person"} 2');
  expect(shown).toContain(`leaveline_dead_letters_open{stage="${queue}",reason="failed"} 1`);
  expect(shown).toContain(`leaveline_dead_letter_queue_messages{queue="${queue}.dead"} 1`);
});

test('the list is for administrators alone, filters, goes page by page and shows nothing of the content', async () => {
  const reader = { employeeId: 'eve', roles: ['employee', 'hr'] } as const;
  expect((await fixture.getAs({ ...reader, roles: [...reader.roles] }, '/api/dead-letters')).status).toBe(403);
  const seen: string[] = [];
  for (let cursor = ''; ; ) {
    const { body, text } = await fixture.get(`/api/dead-letters?limit=1${cursor && `&cursor=${cursor}`}`);
    expect(text).not.toContain('olena');
    seen.push(...body.rows.map(({ reason }: { reason: string }) => reason));
    if (body.next === null) break;
    cursor = body.next;
  }
  expect(seen).toEqual(['not_utf8', 'no_person', 'no_person', 'failed']);
  const { body } = await fixture.get('/api/dead-letters?reason=no_person&publisher=/old-hr&until=2026-11-01T00:00:01Z');
  expect(body).toMatchObject({ total: 1, rows: [{ reason: 'no_person', queue: 'q', lies: 'kafka', state: 'open' }] });
  expect(body.choices.reason).toEqual(['failed', 'no_person', 'not_utf8']);
});

test('one is shown with its content; what is not there is said', async () => {
  const { rows } = await open(4);
  const { body } = await fixture.get(`/api/dead-letters/${rows[0].place}`);
  expect(body).toMatchObject({ letter: { reason: 'not_utf8' }, body: expect.stringContaining('olena@example.com') });
  expect((await fixture.get('/api/dead-letters/0/999')).body.code).toBe('no_such_letter');
});

test('closed with a reason they are not open any more, on record with who and why; opened again they are', async () => {
  const { rows } = await open(4);
  const places = rows
    .filter(({ reason }: { reason: string }) => reason !== 'no_person')
    .map(({ place }: never) => place);
  expect((await decide('close', places)).status).toBe(400);
  expect((await decide('close', places, 'test data')).body.decided).toEqual(
    places.map((place: string) => ({ place, fault: null })),
  );
  await open(2);
  const { body } = await fixture.get('/api/dead-letters?state=closed');
  expect(body.rows[0].decision).toMatchObject({ act: 'close', by: everybodysFriend.employeeId, why: 'test data' });
  expect((await fixture.get('/api/line')).body.deadLetters).toBe(2);
  await decide('reopen', places);
  await open(4);
});

test('a letter of a service is replayed to its queue; one whose queue is gone says so', async () => {
  const { rows } = await open(4);
  const placeOf = (reason: string) => rows.find((row: { reason: string }) => row.reason === reason).place;
  const { body } = await decide('replay', [placeOf('failed'), placeOf('not_utf8'), '0/999']);
  expect(body.decided).toEqual([
    { place: placeOf('failed'), fault: null },
    { place: placeOf('not_utf8'), fault: expect.stringContaining('no queue takes q') },
    { place: '0/999', fault: 'it is not there any more' },
  ]);
  await open(3);
  const count = await onChannel(async (channel) => (await channel.checkQueue(queue)).messageCount);
  expect(count).toBe(1);
});

test('a route that ingress has stopped is on the line, and goes on when an administrator says so', async () => {
  const outlet = createOutlet(kafka);
  const note = { route: 'hr.events', by: 'ingress', why: 'most became dead letters', at: Date.UTC(2026, 10, 2) };
  await outlet.send([routeRecord({ ...note, note: 'stopped' })]);
  const stopped = await eventually(async () => {
    const { body } = await fixture.get('/api/line');
    return body.stoppedRoutes.length > 0 ? body.stoppedRoutes : undefined;
  }, 'the route on the line');
  expect(stopped).toEqual([{ route: 'hr.events', since: '2026-11-02T00:00:00.000Z', why: 'most became dead letters' }]);
  expect((await resume('another')).body.code).toBe('route_not_stopped');
  const heard: unknown[] = [];
  const following = await tail(kafka, operationsTopic, (records) => void heard.push(...records.map(routeNoteIn)));
  expect((await resume('hr.events')).status).toBe(204);
  await eventually(() => heard.find((each) => each !== undefined), 'the word of the administrator');
  expect(heard).toEqual([
    expect.objectContaining({ route: 'hr.events', note: 'resume', by: everybodysFriend.employeeId }),
  ]);
  await following.stop();
  await outlet.send([routeRecord({ ...note, note: 'running' })]);
  await eventually(async () => (await fixture.get('/api/dead-letters')).body.stopped.length === 0 || undefined, 'none');
  await outlet.close();
});

test('while Kafka is away what was known is shown; afterwards new letters come, and none twice', async () => {
  const before = await open(3);
  await part.stop();
  expect((await fixture.get('/api/dead-letters')).body.rows).toEqual(before.rows);
  part = await startBroker();
  await sendLetters('batch');
  const { rows } = await open(4);
  expect(rows.map(({ reason }: { reason: string }) => reason).sort()).toEqual([
    ...['batch', 'no_person', 'no_person', 'not_utf8'],
  ]);
  await decide('close', [rows.find(({ reason }: { reason: string }) => reason === 'batch').place], 'a test');
  await open(3);
}, 90_000);
