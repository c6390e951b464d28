import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { registryIds } from '#lib/avro/registry.ts';
import { Serde } from '#lib/avro/serde.ts';
import { createKafka, withAdmin } from '#lib/kafka/client.ts';
import { idempotentProducer } from '#lib/kafka/producer.ts';
import { ensureTopics } from '#lib/kafka/topics.ts';
import { silentLog } from '#lib/log.ts';
import { startKafka } from '#local/kafka.ts';
import type { LocalPart } from '#local/part.ts';
import { freePort } from '#local/ports.ts';
import { type RunningRegistry, startRegistry } from '#local/registry/start.ts';
import { testIssuer } from '#schemas/access/testing/tokens.ts';
import employees from '#schemas/derived/employees.ts';
import vacationRequests from '#schemas/derived/vacation-requests.ts';
import { compactedTopic } from '#schemas/topics.ts';
import { askAt, type TestApp } from '../common/testing/app.ts';
import type { Leave } from './requests.ts';
import { type Calendar, startCalendar } from './service.ts';
import { leave } from './testing/leave.ts';

const folder = mkdtempSync(join(tmpdir(), 'calendar-'));
const { topic } = vacationRequests;
const july = 'from=2026-07-01&to=2026-07-31';
let kafka: LocalPart;
let registry: RunningRegistry;
let calendar: Calendar;
let ask: TestApp['ask'];
let address = '';
let start: () => Promise<void>;

beforeAll(async () => {
  kafka = await startKafka({ dataDir: folder, port: await freePort(), progress: () => undefined });
  registry = await startRegistry({ brokers: [kafka.address], port: 0, log: silentLog });
  const issuer = await testIssuer();
  const env = { KAFKA_BROKERS: kafka.address, SCHEMA_REGISTRY_URL: registry.url, LEAVELINE_DATA: folder };
  start = async () => {
    calendar = await startCalendar(silentLog, { ...env, CALENDAR_PORT: String(await freePort()) }, issuer.verify);
    ask = askAt(`http://127.0.0.1:${calendar.port}`, issuer);
  };
}, 120_000);
afterAll(async () => {
  await calendar?.stop();
  await registry?.stop();
  await kafka?.stop();
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

const client = () => createKafka({ brokers: [kafka.address], clientId: 'test', log: silentLog });

async function send(topic: string, valuesOf: (serde: Serde) => { key: string; value: Buffer | null }[]) {
  const serde = new Serde(registryIds(registry.url));
  await serde.register([vacationRequests, employees]);
  const producer = idempotentProducer(client());
  await producer.connect();
  await producer.send({ topic, messages: valuesOf(serde) });
  await producer.disconnect();
}

const publish = (...states: readonly (Leave | string)[]) =>
  send(topic, (serde) =>
    states.map((state) =>
      typeof state === 'string'
        ? { key: state, value: null }
        : { key: state.requestId, value: serde.encode(vacationRequests, state) },
    ),
  );

const unknownOf = { email: null, firstName: null, lastName: null, managerId: null, region: null, locale: null };
const histories = { departmentFrom: [], departments: [], scheduleFrom: [], schedules: [] };

const publishPerson = (employeeId: string, active: boolean) =>
  send(employees.topic, (serde) => {
    const days = { hiredOn: '2020-01-01', leftOn: active ? null : '2026-06-30', active };
    const value = { employeeId, ...unknownOf, department: 'Продажі', ...days, ...histories };
    return [{ key: employeeId, value: serde.encode(employees, value) }];
  });

async function until(condition: () => Promise<boolean> | boolean, what: string): Promise<void> {
  for (const end = Date.now() + 30_000; !(await condition()); ) {
    if (Date.now() > end) throw new Error(`In vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const events = async () => (await ask('GET', address)).text.match(/(?<=^UID:)[^@]*/gm) ?? [];

test('a calendar waits for its topic, and gives no empty one meanwhile', async () => {
  await start();
  expect(calendar.ready()).toBe('waiting for Kafka');
  const made = await ask('POST', '/api/calendar/feeds', { as: { employeeId: '7' }, body: { kind: 'person' } });
  address = made.body.path;
  expect((await ask('GET', address)).status).toBe(503);
  await withAdmin(client(), (admin) => ensureTopics(admin, [compactedTopic(topic, 4)]));
  expect((await ask('GET', address)).status).toBe(503);
  await withAdmin(client(), (admin) => ensureTopics(admin, [compactedTopic(employees.topic, 4)]));
  await until(() => calendar.ready() === null, 'the topic is found');
  expect(await events()).toEqual([]);
}, 60_000);

test('leave that was approved appears, leave that was cancelled or vanished goes', async () => {
  await publish(leave('a'), leave('b', { status: 'submitted' }), leave('c', { from: '2026-08-03', to: '2026-08-04' }));
  await until(async () => (await events()).length === 2, 'two requests appear');
  expect(await events()).toEqual(['a', 'c']);
  await publish(leave('b'), leave('a', { status: 'cancellation_requested' }), leave('c', { status: 'cancelled' }));
  await until(async () => (await events()).join() === 'a,b', 'the cancelled one goes');
  await publish('b');
  await until(async () => (await events()).join() === 'a', 'the one without a record goes');
}, 60_000);

test('a department sees who is away, with every Ukrainian letter', async () => {
  const body = { kind: 'department', department: 'Продажі' };
  const made = await ask('POST', '/api/calendar/feeds', { as: { employeeId: '1' }, body });
  const { text } = await ask('GET', made.body.path);
  expect(text.replaceAll('\r\n ', '')).toContain("SUMMARY:Їжак О'Ґедзь: away\r\n");
});

test('what is no record of ours is passed over', async () => {
  const producer = idempotentProducer(client());
  await producer.connect();
  await producer.send({ topic, messages: [{ key: 'a', value: Buffer.from('{"status":"cancelled"}') }] });
  await producer.disconnect();
  await publish(leave('d', { from: '2026-09-01', to: '2026-09-01' }));
  await until(async () => (await events()).join() === 'a,d', 'what comes after is read');
}, 60_000);

test('a new process knows everything from the topic alone, and old addresses go on', async () => {
  await publish(leave('a'));
  await calendar.stop();
  await start();
  await until(() => calendar.ready() === null, 'everything has been read');
  expect(await events()).toEqual(['a', 'd']);
}, 60_000);

test('who is erased loses their name in the calendars of others', async () => {
  const body = { kind: 'department', department: 'Продажі' };
  const made = await ask('POST', '/api/calendar/feeds', { as: { employeeId: '1' }, body });
  const told = async () => {
    const page = await ask('GET', `/api/calendar/leave?${july}&department=${encodeURIComponent('Продажі')}`, {
      as: { employeeId: '1' },
    });
    return (await ask('GET', made.body.path)).text + page.text;
  };
  expect(await told()).toContain('Їжак');
  await publish(...['a', 'd'].map((id) => leave(id, { firstName: null, lastName: null })));
  await until(async () => !(await told()).includes('Їжак'), 'the name goes');
  expect(await told()).toContain('SUMMARY:7: away');
}, 60_000);

test('the feeds of who leaves end by themselves, also when that was told while no process ran', async () => {
  const feeds = async (employeeId: string) =>
    (await ask('GET', '/api/calendar/feeds', { as: { employeeId } })).body.rows.length;
  const other = (await ask('POST', '/api/calendar/feeds', { as: { employeeId: '8' }, body: { kind: 'person' } })).body
    .path;
  await publishPerson('8', true);
  await publishPerson('7', false);
  await until(async () => (await feeds('7')) === 0, 'the feeds are revoked');
  expect([(await ask('GET', address)).status, (await ask('GET', other)).status]).toEqual([404, 200]);
  await calendar.stop();
  await publishPerson('8', false);
  await start();
  await until(() => calendar.ready() === null, 'everything has been read');
  expect([await feeds('8'), (await ask('GET', other)).status]).toEqual([0, 404]);
}, 60_000);
