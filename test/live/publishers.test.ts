import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { type ChannelModel, connect, type Options } from 'amqplib';
import { openConnection } from '#lib/amqp/connection.ts';
import { declare } from '#lib/amqp/declarations.ts';
import { addDays, localDate } from '#lib/dates.ts';
import { failureOf } from '#lib/deadLetter.ts';
import { createKafka } from '#lib/kafka/client.ts';
import { silentLog } from '#lib/log.ts';
import { lineRoles } from '#local/roles.ts';
import { hrDeclarations, hrExchange, hrQueue, parkingQueue } from '#schemas/exchange.ts';
import { type ReusedIds, reusedIdsSql } from '#tables/reusedIds.ts';
import { commandOf } from '../../deadLetters/command.ts';
import { runCommand } from '../../deadLetters/run.ts';
import type { AuditTables } from '../../services/audit/tables.ts';
import { type Database, openDatabase } from '../../services/common/database/database.ts';
import { deadQueue } from '../../services/common/messaging/inboxDeclarations.ts';
import type { UserTables } from '../../services/user/tables.ts';
import { type LiveLine, liveLine } from './liveLine.ts';

jest.setTimeout(300_000);

// Messages as publishers of other programs send them, from public reports of faults; each test says what has to come of
// them.

const dataDir = mkdtempSync(join(tmpdir(), 'leaveline-publishers-'));
let live: LiveLine;
let amqp: ChannelModel;
let audit: Database<AuditTables>;
let user: Database<UserTables>;

beforeAll(async () => {
  live = await liveLine({ dataDir, roles: [...lineRoles, 'user', 'audit'] });
  amqp = await connect(live.line.env.AMQP_URL ?? '');
  audit = await openDatabase<AuditTables>('audit', { LEAVELINE_DATA: dataDir }, silentLog);
  user = await openDatabase<UserTables>('user', { LEAVELINE_DATA: dataDir }, silentLog);
}, 240_000);
afterAll(async () => {
  await user?.close();
  await audit?.close();
  await amqp?.close();
  await live?.stop();
  rmSync(dataDir, { recursive: true, force: true });
}, 60_000);

const now = Math.floor(Date.now() / 1_000);
const day = 86_400;
const hour = 3_600;
const failed = 'auth.login.failed';
const plain = { contentType: 'application/json' };

/** As a stranger publishes: persistent, confirmed, each after the one before. */
async function publish(
  body: object | Buffer,
  routingKey: string,
  properties: Options.Publish,
  exchange = hrExchange(),
): Promise<void> {
  const channel = await amqp.createConfirmChannel();
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body));
  channel.publish(exchange, routingKey, bytes, { persistent: true, ...properties });
  await channel.waitForConfirms();
  await channel.close();
}

const login = (name: string, reason: string) => ({ login: `${name}@example.org`, reason });
const localDay = (seconds: number): string => localDate(seconds * 1_000, 'Europe/Kyiv');

interface Listed {
  readonly type: string;
  readonly source: string;
  readonly occurred_at: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** The event list of what has this text in it. */
async function listed(text: string): Promise<Listed[]> {
  const sql = `SELECT type, source, occurred_at, payload FROM events FINAL WHERE payload LIKE '%${text}%' ORDER BY occurred_at, type`;
  const rows = await live.query<Omit<Listed, 'payload'> & { payload: string }>(sql);
  return rows.map((row) => ({ ...row, payload: JSON.parse(row.payload) }));
}

/** Failed logins by day of one reason, as the statistic has them. */
const counted = async (reason: string): Promise<Readonly<Record<string, number>>> =>
  Object.fromEntries(
    (await live.rows('statistics_failed_logins'))
      .filter((row) => row.reason === reason)
      .map(({ day: on, failures }) => [String(on), Number(failures)]),
  );

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);

/** What the audit has of this reason or person. */
async function audited(field: 'reason' | 'employeeId', value: string): Promise<Readonly<Record<string, unknown>>[]> {
  const rows = await audit.db.selectFrom('audit_entries').select('content').execute();
  return rows.map(({ content }) => JSON.parse(content)).filter(({ data }) => data[field] === value);
}

/** Waits until list, statistic and audit have as many of this reason. */
async function reachesAll(reason: string, wanted: number): Promise<void> {
  await live.reaches('events', wanted, async () => (await listed(`"${reason}"`)).length);
  await live.reaches('the statistic', wanted, async () => sum(Object.values(await counted(reason))));
  await live.reaches('entries of the audit', wanted, async () => (await audited('reason', reason)).length);
}

test('equal bodies without message_id, with AMQP timestamps on three days, are three failures on three days', async () => {
  const days = [3, 2, 1].map((ago) => now - ago * day);
  for (const timestamp of days) await publish(login('fsH', 'fsH'), failed, { ...plain, timestamp });
  await reachesAll('fsH', 3);
  expect(await counted('fsH')).toEqual(Object.fromEntries(days.map((timestamp) => [localDay(timestamp), 1])));
  expect((await listed('"fsH"')).map(({ occurred_at }) => Date.parse(occurred_at) / 1_000)).toEqual(days);
});

test('CloudEvents in binary mode, as Knative writes them to AMQP 0-9-1, are three failures on three days', async () => {
  const days = [3, 2, 1].map((ago) => now - ago * day);
  for (const at of days)
    await publish(login('fsE', 'fsE'), failed, {
      ...plain,
      headers: {
        'ce-specversion': '1.0',
        'ce-id': `e${at}`,
        'ce-type': failed,
        'ce-source': '/idp',
        'ce-time': new Date(at * 1_000).toISOString().replace('.000', ''),
      },
    });
  await reachesAll('fsE', 3);
  expect(await counted('fsE')).toEqual(Object.fromEntries(days.map((at) => [localDay(at), 1])));
  expect(new Set((await listed('"fsE"')).map(({ source }) => source))).toEqual(new Set(['/idp']));
});

describe('a message_id is not taken as unique over all publishers without app_id', () => {
  test('two publishers that count from 1: the event list has 8 of 8', async () => {
    for (const publisher of ['c', 'd'])
      for (const id of [1, 2, 3, 4])
        await publish(login(`fs${publisher}${id}`, 'fsC'), failed, {
          ...plain,
          timestamp: now - 2 * hour,
          messageId: `fsC${id}`,
        });
    await reachesAll('fsC', 8);
    const logins = (await listed('"fsC"')).map(({ payload }) => payload.login);
    expect(new Set(logins).size).toBe(8);
    expect(sum(Object.values(await counted('fsC')))).toBe(8);
    expect(await audited('reason', 'fsC')).toHaveLength(8);
  });

  test('one publisher that was started again: statistic and list have 4 of 4', async () => {
    for (const run of [0, 1])
      for (const id of [1, 2])
        await publish(login('fsG', 'fsG'), failed, {
          ...plain,
          messageId: `fsG${id}`,
          timestamp: now - 2 * hour + run * 1_800 + id,
        });
    await reachesAll('fsG', 4);
    expect([(await listed('"fsG"')).length, sum(Object.values(await counted('fsG')))]).toEqual([4, 4]);
    expect(await audited('reason', 'fsG')).toHaveLength(4);
    const [told] = await live.query<{ events: string }>(
      `SELECT count() AS events FROM (SELECT event_id FROM events FINAL WHERE payload LIKE '%"fsG"%' GROUP BY event_id HAVING count() = 2)`,
    );
    expect(Number(told?.events)).toBe(2);
  });

  test('one request id on two events of a person: registered in Alpha, then moved to Beta, for the line, the user service and the audit', async () => {
    const tomorrow = addDays(localDay(now), 1);
    const person = { employeeId: 'fs-07' };
    const properties = { ...plain, messageId: 'req-7781' };
    const registered = { ...person, email: 'fs07@example.org', department: 'Alpha' };
    await publish(registered, 'user.registered', { ...properties, timestamp: now - 2 * hour });
    const moved = { ...person, department: 'Beta', effectiveFrom: tomorrow };
    await publish(moved, 'user.department_changed', { ...properties, timestamp: now - 2 * hour + 1 });
    const departments = [
      ['1900-01-01', 'Alpha'],
      [tomorrow, 'Beta'],
    ];
    await live.reaches('departments on the line', 2, async () => (await departmentsOnTheLine('fs-07')).length);
    await live.reaches('departments of the user service', 2, async () => (await memberships('fs-07')).length);
    await live.reaches('entries of the audit', 2, async () => (await audited('employeeId', 'fs-07')).length);
    await live.reaches('events', 2, async () => (await listed('fs-07')).length);
    expect((await listed('fs-07')).map(({ type }) => type)).toEqual(['user.registered', 'user.department_changed']);
    expect(await memberships('fs-07')).toEqual(departments);
    expect(await departmentsOnTheLine('fs-07')).toEqual(departments);
  });

  test('publishers that use ids again are named, and those whose ids another one uses are not', async () => {
    const id = randomUUID();
    for (const source of ['/fs-x', '/fs-y'])
      await publish(
        {
          specversion: '1.0',
          id,
          source,
          type: failed,
          time: new Date((now - hour) * 1e3).toISOString(),
          data: login('fsU', 'fsU'),
        },
        failed,
        { contentType: 'application/cloudevents+json' },
      );
    await reachesAll('fsU', 2);
    expect((await listed('"fsU"')).map(({ source }) => source).sort()).toEqual(['/fs-x', '/fs-y']);
    const named = (await live.query<ReusedIds>(reusedIdsSql('leaveline'))).map(({ source }) => source);
    expect(named).toEqual(['/leaveline.events']);
  });

  test('a correction names a move by an id that is no UUID, and hits that of its own source alone', async () => {
    const [yesterday, tomorrow] = [addDays(localDay(now), -1), addDays(localDay(now), 1)];
    const say = (type: string, appId: string, messageId: string, at: number, data: object) =>
      publish({ employeeId: 'fs-08', ...data }, type, { ...plain, appId, messageId, timestamp: now - 2 * hour + at });
    await say('user.registered', 'hr-a', 'r1', 0, { department: 'Alpha' });
    await say('user.department_changed', 'hr-a', 'm1', 1, { department: 'Beta', effectiveFrom: yesterday });
    await say('user.department_changed', 'hr-b', 'm1', 2, { department: 'Gamma', effectiveFrom: tomorrow });
    const taken = { department: 'Delta', effectiveFrom: yesterday, voids: 'm1' };
    await say('user.department_changed', 'hr-a', 'm2', 3, taken);
    const wanted = [
      ['1900-01-01', 'Alpha'],
      [yesterday, 'Delta'],
      [tomorrow, 'Gamma'],
    ];
    for (const departments of [departmentsOnTheLine, memberships])
      await live.eventually('departments', async () => {
        const found = JSON.stringify(await departments('fs-08'));
        return found === JSON.stringify(wanted) ? null : found;
      });
  });
});

/** Departments of somebody by their first days, as the user service has them. */
const memberships = async (person: string): Promise<string[][]> =>
  (
    await user.db.selectFrom('memberships').selectAll().where('employee_id', '=', person).orderBy('from_day').execute()
  ).map(({ from_day, department }) => [from_day, department]);

/** The same, as the line tells it. */
async function departmentsOnTheLine(person: string): Promise<string[][]> {
  const row = (await live.rows('employees')).find(({ employeeId }) => employeeId === person);
  const { departmentFrom = [], departments = [] } = Object(row);
  return departmentFrom.map((from: string, at: number) => [from, departments[at]]);
}

test('what Spring AMQP compresses is read, as gzip and deflate alone are', async () => {
  const body = Buffer.from(JSON.stringify({ employeeId: 'fs-20', method: 'password' }));
  const properties = { ...plain, headers: { springAutoDecompress: true } };
  for (const [contentEncoding, packed] of [
    ['gzip, UTF-8', gzipSync(body)],
    ['gzip:UTF-8', gzipSync(body)],
    ['deflate, UTF-8', deflateSync(body)],
  ] as const)
    await publish(packed, 'auth.login.succeeded', { ...properties, contentEncoding });
  await live.reaches('events', 3, async () => (await listed('fs-20')).length);
  await live.reaches('entries of the audit', 3, async () => (await audited('employeeId', 'fs-20')).length);
  expect(await listed('fs-20')).toHaveLength(3);
});

test('what the statistics count the audit has, and what the one refuses the other does, for the same reason', async () => {
  const iso = new Date((now - hour) * 1_000).toISOString();
  const event = (id: string, more: object = {}) => ({
    specversion: '1.0',
    id,
    source: '/fieldstream',
    type: failed,
    time: iso,
    data: login(id, 'fs30'),
    ...more,
  });
  const structured = { contentType: 'application/cloudevents+json' };
  const send = (id: string, body: object | Buffer, properties: object = {}) =>
    publish(body, failed, { ...structured, messageId: id, ...properties });
  const { time: _, ...timeless } = event('fs-30a');
  await send('fs-30a', timeless);
  await send('fs-30b', gzipSync(JSON.stringify(event('fs-30b'))), { contentEncoding: 'gzip' });
  await send('fs-30c', Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(JSON.stringify(event('fs-30c')))]));
  const { data: zoe, ...attributes } = event('fs-30e');
  await send('fs-30e', { ...attributes, data_base64: Buffer.from(JSON.stringify(zoe)).toString('base64') });
  const latin = JSON.stringify(event('fs-30d', { data: { login: 'Zoë@example.org', reason: 'fs30' } }));
  const charset = 'application/cloudevents+json; charset=iso-8859-1';
  await send('fs-30d', Buffer.from(latin, 'latin1'), { contentType: charset });
  const minute = iso.slice(0, 16);
  const times = {
    'fs-04a': `${minute}Z`,
    'fs-04d': `${minute.replace('T', ' ')}:00Z`,
    'fs-04j': `${minute}:00.370582`,
    'fs-04l': `${minute}:00+0000`,
  };
  for (const [id, time] of Object.entries(times)) await send(id, event(id, { time }));

  await reachesAll('fs30', 8);
  const logins = [...['fs-30a', 'fs-30b', 'fs-30c', 'fs-30e', 'fs-04a', 'fs-04d', 'fs-04l'], 'Zoë']
    .map((name) => `${name}@example.org`)
    .sort();
  expect((await listed('"fs30"')).map(({ payload }) => String(payload.login)).sort()).toEqual(logins);
  expect(await auditedLogins('fs30')).toEqual(logins);
  expect(sum(Object.values(await counted('fs30')))).toBe(8);
  await live.reaches('a letter of ingress', 1, async () => (await live.deadLetters()).length);
  const ofIngress = (await live.deadLetters()).map(({ body, reason }) => [JSON.parse(String(body)).id, reason]);
  expect([ofIngress, await lettersOfAudit()]).toEqual([[['fs-04j', 'unusable_time']], [['fs-04j', 'unusable_time']]]);
});

async function auditedLogins(reason: string): Promise<string[]> {
  const entries = (await audited('reason', reason)).map(({ seq }) => Number(seq));
  const rows = await audit.db
    .selectFrom('audit_personal')
    .select('parts')
    .where('stream', '=', 'logins')
    .where('seq', 'in', entries)
    .execute();
  return rows.map(({ parts }) => JSON.parse(parts).login.value).sort();
}

async function lettersOfAudit(): Promise<string[][]> {
  const channel = await amqp.createChannel();
  const letters: string[][] = [];
  for (;;) {
    const message = await channel.get(deadQueue('leaveline.audit'), { noAck: true });
    if (message === false) break;
    letters.push([JSON.parse(String(message.content)).id, failureOf(message.properties.headers ?? {}).reason]);
  }
  await channel.close();
  return letters;
}

test('an AMQP timestamp in nanoseconds, of two days ago, is two days ago', async () => {
  const timestamp = (now - 2 * day) * 1e9;
  await publish(login('fsF', 'fsF'), failed, { ...plain, messageId: 'fsF', timestamp });
  await reachesAll('fsF', 1);
  expect(await counted('fsF')).toEqual({ [localDay(now - 2 * day)]: 1 });
});

test('what expired while ingress was away is in a listing, with its reason and its publisher', async () => {
  const prefix = 'fs1.';
  const amqpUrl = live.line.env.AMQP_URL ?? '';
  const connection = await openConnection({ url: amqpUrl, name: 'test', log: silentLog });
  await declare(connection, hrDeclarations(prefix), silentLog);
  await connection.close();
  for (const at of [0, 1, 2])
    await publish(
      {
        specversion: '1.0',
        id: `fs-ttl${at}`,
        source: '/fieldstream',
        type: failed,
        time: new Date((now - hour) * 1_000).toISOString(),
        data: login(`ttl${at}`, 'fsTTL'),
      },
      failed,
      { contentType: 'application/cloudevents+json', messageId: `fs-ttl${at}`, expiration: '2000' },
      hrExchange(prefix),
    );
  const channel = await amqp.createChannel();
  await live.reaches('parked', 3, async () => (await channel.checkQueue(parkingQueue(prefix))).messageCount);
  expect((await channel.checkQueue(hrQueue(prefix))).messageCount).toBe(0);
  await channel.close();
  const output: string[] = [];
  const kafka = createKafka({
    brokers: (live.line.env.KAFKA_BROKERS ?? '').split(','),
    clientId: 'test',
    log: silentLog,
  });
  const desk = { kafka, amqpUrl, prefix, log: silentLog };
  const out = { write: (text: string) => void output.push(text), columns: undefined };
  expect(await runCommand(commandOf(['list'], Date.now()), desk, out)).toBe(0);
  const lines = output
    .join('')
    .split('\n')
    .filter((line) => line.includes('parking/'));
  expect(lines).toHaveLength(3);
  for (const line of lines) expect(line).toMatch(/expired.*\/fieldstream|\/fieldstream.*expired/);
});
