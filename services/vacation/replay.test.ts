import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { ukrainianRules } from '#domain/leaveRules.ts';
import { memoryIds } from '#lib/avro/registry.ts';
import { Serde } from '#lib/avro/serde.ts';
import { createKafka, type Kafka, withAdmin } from '#lib/kafka/client.ts';
import { partitionFor } from '#lib/kafka/murmur2.ts';
import { idempotentProducer } from '#lib/kafka/producer.ts';
import { ensureTopics } from '#lib/kafka/topics.ts';
import { silentLog } from '#lib/log.ts';
import { startKafka } from '#local/kafka.ts';
import type { LocalPart } from '#local/part.ts';
import { freePort } from '#local/ports.ts';
import { eventType, eventTypes } from '#schemas/catalogue.ts';
import type { AnyEvent } from '#schemas/event.ts';
import { joinKey } from '#schemas/keys.ts';
import { eventTopics } from '#schemas/topics.ts';
import { fromBefore, happened } from '#test/pipeline/events.ts';
import { narrow } from '../common/database/database.ts';
import { migrate } from '../common/database/migrations.ts';
import type { CommonTables } from '../common/database/tables.ts';
import { fromJson } from '../common/messaging/events.ts';
import { note, notedOf } from '../common/messaging/notes.ts';
import { databases, takeBack } from '../common/testing/databases.ts';
import { remindAndExpire } from './clockwork.ts';
import { readEvents } from './kafkaEvents.ts';
import { migrations } from './migrations.ts';
import { replay, restore } from './restore.ts';
import { type Company, companyOn, week } from './testing/company.ts';

const partitions = 4;
let dataDir: string;
let broker: LocalPart;
let kafka: Kafka;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'replay-'));
  broker = await startKafka({ dataDir, port: await freePort(), progress: () => undefined });
  kafka = createKafka({ brokers: [broker.address], clientId: 'test', log: silentLog });
}, 120_000);

afterAll(async () => {
  await broker.stop();
  await rm(dataDir, { recursive: true, force: true });
}, 60_000);

/** Everything that can happen, some of it. */
async function live(company: Company): Promise<void> {
  const submit = async (name: 'olha' | 'petro', body: object) =>
    (await company.ask(name, 'POST', '/requests', body)).body.requestId as string;
  const first = await submit('olha', week);
  const hours = await submit('olha', { leaveType: 'overtime', from: '2026-07-20', to: '2026-07-20', hours: 3 });
  const second = await submit('petro', { ...week, leaveType: 'unpaid', comment: 'Їду' });
  await submit('petro', { leaveType: 'remote', from: '2026-07-21', to: '2026-07-21', dayPart: 'morning' });
  await company.ask('olha', 'PUT', `/requests/${first}`, { ...week, to: '2026-07-09', version: 1 });
  await company.ask('maria', 'POST', `/requests/${first}/approve`, { version: 2 });
  await company.ask('maria', 'POST', `/requests/${second}/approve`, { version: 1 });
  await company.ask('maria', 'POST', `/requests/${hours}/reject`, { version: 1, reason: 'Audit' });
  const ill = await company.ask('stas', 'POST', '/sick-notes', { from: '2026-06-01', to: '2026-06-02' });
  await company.ask('stas', 'PUT', `/sick-notes/${ill.body.absenceId}`, {
    from: '2026-06-01',
    to: '2026-06-04',
    version: 1,
  });
  const more = { leaveType: 'annual', year: 2026, days: 2, reason: 'Jubilee' };
  await company.ask('hanna', 'POST', '/balances/olha/adjustments', more);
  await company.hears('user.schedule_changed', {
    employeeId: 'olha',
    schedule: [1, 1, 1, 1, 0, 0, 0],
    effectiveFrom: '2026-07-01',
  });
  company.at('2026-06-04T10:00:00+03:00');
  await remindAndExpire(company.world);
}

/** What hr and approvers choose, more than once. */
async function choose(company: Company): Promise<void> {
  const rules = { ...ukrainianRules, daysAhead: 500 };
  for (const version of [0, 1])
    await company.ask('hanna', 'PUT', '/settings', { version, rules: { ...rules, daysBack: 30 + version } });
  for (const delegateId of ['petro', 'stas']) await company.ask('maria', 'PUT', '/delegation', { delegateId });
  for (const delegateId of ['stas', null]) await company.ask('sofia', 'PUT', '/delegation', { delegateId });
}

/** Events that are in the outbox alone. */
async function chosen({ database: { db } }: Company): Promise<AnyEvent[]> {
  const types = ['vacation.rules.changed', 'vacation.delegation.changed'];
  const rows = await db.selectFrom('outbox').select('payload').where('type', 'in', types).orderBy('seq').execute();
  return rows.flatMap(({ payload }) => {
    const { type, id, time, data } = JSON.parse(payload);
    return fromJson(type, id, Date.parse(time), data) ?? [];
  });
}

async function decided(company: Company): Promise<AnyEvent[]> {
  const rows = await company.database.db.selectFrom('events').select('data').execute();
  return rows.map(({ data }) => JSON.parse(data));
}

async function heard(company: Company): Promise<AnyEvent[]> {
  const rows = await company.database.db.selectFrom('event_sets').select('events').execute();
  return rows.flatMap(({ events }) => JSON.parse(events));
}

/** What ingress makes of events: records under `<employee>/<event>/<mark>`, here each of them twice. */
async function toKafka(serde: Serde, events: readonly (readonly [AnyEvent, string])[]): Promise<void> {
  const producer = idempotentProducer(kafka);
  await producer.connect();
  for (const [event, source] of events) {
    const definition = eventType(event.type);
    if (!definition) throw new Error(event.type);
    const message = {
      key: joinKey([event.employeeId ?? '', event.eventId, ...(event.mark ? [event.mark] : [])]),
      partition: partitionFor(event.employeeId ?? '', partitions),
      value: serde.encode(definition, event),
      headers: { ce_source: source },
    };
    await producer.send({ topic: definition.topic, messages: [message, message] });
  }
  await producer.disconnect();
}

describe.each(databases)('the read models on %s', (kind) => {
  let company: Company;
  const companies: Company[] = [];
  const start = async () => {
    const started = await companyOn(kind);
    companies.push(started);
    return started;
  };
  const topics = eventTopics(partitions);
  beforeEach(async () => {
    company = await start();
    await live(company);
    await choose(company);
  }, 60_000);
  afterEach(async () => {
    for (const one of companies.splice(0)) await one.stop();
    await withAdmin(kafka, async (admin) => {
      const there = await admin.listTopics();
      await admin.deleteTopics({ topics: there.filter((topic) => topics.some((one) => one.topic === topic)) });
    });
  });

  test('are the same when they are thrown away and made again from the event store', async () => {
    const before = await company.readModels();
    for (const table of ['requests', 'sick_notes', 'absences', 'balances'] as const)
      await company.database.db.deleteFrom(table).execute();
    expect(await replay(company.world)).toBeGreaterThan(7);
    expect(await company.readModels()).toEqual(before);
  });

  test('are the same in a new database that is filled from Kafka, and work goes on from there', async () => {
    await withAdmin(kafka, (admin) => ensureTopics(admin, topics));
    const serde = new Serde(memoryIds());
    await serde.register(eventTypes);
    const all = [...(await decided(company)), ...(await chosen(company))];
    const events = all.map((event) => [event, '/vacation'] as const);
    const foreign = events.map(([event]) => [{ ...event, employeeId: 'elsewhere' }, '/elsewhere'] as const);
    const ofPeople = (await heard(company)).map((event) => [event, '/user'] as const);
    await toKafka(serde, [...ofPeople, ...events, ...foreign]);
    const next = await start();
    for (const table of ['events', 'event_sets', 'people', 'balances', 'outbox', 'outbox_aggregates'] as const)
      await next.database.db.deleteFrom(table).execute();
    next.at('2026-06-04T10:00:00+03:00');

    const restored = await restore(next.world, await readEvents(kafka, serde, ['/vacation']));

    expect(restored).toEqual({ events: events.length + ofPeople.length, streams: expect.any(Number), illegal: [] });
    expect(await next.readModels()).toEqual(await company.readModels());
    await expect(restore(next.world, [])).rejects.toThrow('not empty');
    const { body } = await next.ask('hanna', 'GET', '/approvals');
    const { requestId, version } = body.approvals[0].request;
    const approved = await next.ask('hanna', 'POST', `/requests/${requestId}/approve`, { version });
    expect(approved.body).toMatchObject({ status: 'approved' });
  }, 60_000);

  test('stay when an earlier version wrote the events, and two of them may have one id from then on', async () => {
    const { database } = await start();
    await takeBack(database, migrations, 'vacation_0005_marks');
    const row = {
      event_id: 'e',
      stream_type: 'request',
      type: 't',
      occurred_at: 1,
      employee_id: '7',
      data: '{}',
    } as const;
    const add = (stream_id: string) =>
      database.db
        .insertInto('events')
        .values({ ...row, stream_id, version: 1 })
        .execute();
    await add('r1');
    await expect(add('r2')).rejects.toThrow(/uniq|Duplicate/i);
    await migrate(database, migrations);
    await add('r2');
    await expect(add('r1')).rejects.toThrow(/uniq|Duplicate/i);
    expect(await database.db.selectFrom('events').select(['seq', 'stream_id']).orderBy('seq').execute()).toMatchObject([
      { seq: 1, stream_id: 'r1' },
      { stream_id: 'r2' },
    ]);
  });

  test('hold every event of an id, copies of records from before once, and know what still comes of what was restored', async () => {
    const register = { employeeId: 'new', department: 'IT' };
    const registered = happened('user.registered', '2026-05-01T08:00:00Z', register, 'one id', '/user');
    const move = { employeeId: 'new', department: 'Law', effectiveFrom: '2026-05-20' };
    const moved = happened('user.department_changed', '2026-05-02T08:00:00Z', move, 'one id', '/user');
    const left = happened('user.deactivated', '2026-05-03T08:00:00Z', { employeeId: 'new' }, 'another', '/user');
    const next = await start();
    for (const table of ['events', 'outbox', 'outbox_aggregates'] as const)
      await next.database.db.deleteFrom(table).execute();
    const found = [registered, moved, fromBefore(left), moved, left, registered];
    expect(await restore(next.world, found)).toMatchObject({ events: 3 });
    const { events } = await next.database.db
      .selectFrom('event_sets')
      .select('events')
      .where('employee_id', '=', 'new')
      .executeTakeFirstOrThrow();
    expect(
      JSON.parse(events)
        .map(({ mark }: AnyEvent) => mark)
        .sort(),
    ).toEqual([registered, moved, left].map(({ mark }) => mark).sort());
    const noted = (event: AnyEvent) =>
      next.database.transaction((trx) => note(narrow<CommonTables>(trx), 'leaveline.vacation', notedOf(event)));
    for (const event of [registered, moved, left]) expect(await noted(event)).toBe('known');
    expect(await noted({ ...left, mark: 'another' })).toBe('reused');
  });
});
