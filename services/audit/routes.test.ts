import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { manualClock } from '#lib/clock.ts';
import { type TestApp, testApp } from '../common/testing/app.ts';
import { databases, type TestDatabase, testDatabase } from '../common/testing/databases.ts';
import { everyInputIsOnlyText } from '../common/testing/hostile.ts';
import { everyRouteRefusesStrangers } from '../common/testing/routes.ts';
import { migrations } from './migrations.ts';
import { auditRoutes } from './routes.ts';
import { record } from './store.ts';
import type { AuditTables } from './tables.ts';
import { erasure, login, received, registered, submitted } from './testing/events.ts';

const nasty = [
  `' or '1'='1`,
  `'; drop table audit_entries; --`,
  '%',
  '_%',
  '\\',
  '<script>',
  '\u0000',
  '🦔'.repeat(40),
];

describe.each(databases)('the audit on %s', (kind) => {
  let database: TestDatabase<AuditTables>;
  let app: TestApp;
  const clock = manualClock(Date.UTC(2026, 6, 1, 9));
  const hour = (at: number) => Date.UTC(2026, 6, 1, at);
  beforeAll(async () => {
    database = await testDatabase<AuditTables>(kind, migrations);
    app = await testApp(auditRoutes({ database, clock, source: '/audit' }));
    const events = [
      registered('7', 'Їжак'),
      submitted('7', 'r1'),
      submitted('8', 'r2'),
      received('vacation.request.approved', { employeeId: '7', requestId: 'r1', decidedBy: '1' }),
      login('7'),
      received('some.other.thing', { employeeId: 9, what: 'x' }),
    ];
    for (const [index, event] of events.entries())
      await database.transaction((trx) => record(trx, kind, clock, { ...event, id: `e${index}`, time: hour(index) }));
  });
  afterAll(async () => {
    await app.stop();
    await database.drop();
  });
  beforeEach(() => database.db.deleteFrom('outbox').execute());

  const auditor = { employeeId: '50', roles: ['auditor'] } as const;
  const ask = (path: string) => app.ask('GET', `/api/audit/${path}`, { as: auditor });
  const ids = async (query: string): Promise<string[]> =>
    (await ask(`entries?${query}`)).body.entries.map(({ eventId }: { eventId: string }) => eventId);
  const told = async () =>
    (await database.db.selectFrom('outbox').select('payload').orderBy('seq').execute()).map(
      ({ payload }) => JSON.parse(payload) as { type: string; data: Record<string, unknown> },
    );

  everyRouteRefusesStrangers(auditRoutes({} as never), () => app, undefined, {
    'GET /api/audit/events/:eventId': 'Auditors see every entry.',
    'GET /api/audit/entries': 'Auditors see every entry.',
  });

  everyInputIsOnlyText(auditRoutes({} as never), () => app, {
    as: auditor,
    database: () => database,
    examples: () => ({
      eventId: 'e1',
      type: 'auth.',
      from: '2026-07-01T00:00:00Z',
      to: '2026-07-02T00:00:00Z',
      after: undefined,
    }),
  });

  test('shows the newest first, with personal values', async () => {
    expect(await ids('')).toEqual(['e5', 'e4', 'e3', 'e2', 'e1', 'e0']);
    const { body } = await ask('events/e0');
    expect(body).toMatchObject({ type: 'user.registered', data: { firstName: 'Їжак', managerId: '1' }, erased: [] });
  });

  test.each([
    ['person=7', ['e4', 'e3', 'e1', 'e0']],
    ['person=1', ['e3', 'e0']],
    ['eventId=e4', ['e4']],
    ['person=9', ['e5']],
    ['type=vacation.request.submitted', ['e2', 'e1']],
    ['type=vacation.', ['e3', 'e2', 'e1']],
    ['type=vacation', []],
    ['from=2026-07-01T03:00:00Z', ['e5', 'e4', 'e3']],
    ['from=2026-07-01T03:00:00%2B02:00&to=2026-07-01T03:00:00Z', ['e2', 'e1']],
    ['person=7&type=auth.&from=2026-07-01T00:00:00Z', ['e4']],
  ])('finds by %s', async (query, expected) => {
    expect(await ids(query)).toEqual(expected);
  });

  test('gives every entry once, a page at a time', async () => {
    const seen: string[] = [];
    for (let after = ''; ; ) {
      const { body } = await ask(`entries?limit=2${after}`);
      seen.push(...body.entries.map(({ eventId }: { eventId: string }) => eventId));
      if (body.next === null) break;
      after = `&after=${body.next}`;
    }
    expect(seen).toEqual(['e5', 'e4', 'e3', 'e2', 'e1', 'e0']);
  });

  test('makes one event of each reading, however much it shows', async () => {
    await ask('entries?person=7&type=auth.');
    expect(await told()).toMatchObject([
      {
        type: 'data.read',
        data: { employeeId: '50', resource: 'audit.entries', about: '7', query: 'type=auth. limit=50', rows: 1 },
      },
    ]);
    await ask('events/e1');
    await ask('events/nothing');
    await ask('checkpoints');
    expect((await told()).map(({ data }) => [data.resource, data.about, data.rows])).toEqual([
      ['audit.entries', '7', 1],
      ['audit.events', '7', 1],
      ['audit.events', null, 0],
      ['audit.checkpoints', null, 0],
    ]);
  });

  test('makes no event of a reading that it refuses', async () => {
    await app.ask('GET', '/api/audit/entries', { as: { employeeId: '7', roles: ['hr', 'admin'] } });
    await ask('entries?limit=1000');
    expect(await told()).toEqual([]);
  });

  test('shows nothing that it could not note', async () => {
    const refusing = { ...database, transaction: () => Promise.reject(new Error('the disk is full')) };
    const other = await testApp(auditRoutes({ database: refusing, clock, source: '/audit' }));
    const { status, text } = await other.ask('GET', '/api/audit/entries', { as: auditor });
    await other.stop();
    expect([status, text.includes('Їжак')]).toEqual([500, false]);
  });

  test.each(nasty)('takes %j for what it is, text', async (text) => {
    const value = encodeURIComponent(text);
    const answers = await Promise.all(
      [
        `entries?person=${value}`,
        `entries?type=${value}`,
        `entries?after=${value}`,
        `entries?from=${value}`,
        `events/${value}`,
      ].map(ask),
    );
    expect(answers.map(({ status, body }) => [status, body?.entries ?? []])).toEqual([
      [200, []],
      [400, []],
      [400, []],
      [400, []],
      [404, []],
    ]);
    expect((await ids('')).length).toBe(6);
  });

  test('says which personal values were erased', async () => {
    await database.transaction((trx) => record(trx, kind, clock, { ...erasure('7'), id: 'e6', time: hour(6) }));
    const { body } = await ask('events/e0');
    expect([body.data, [...body.erased].sort()]).toEqual([{ employeeId: '7', managerId: '1' }, ['email', 'firstName']]);
    expect((await ask('events/e2')).body.data.comment).toBe('To the sea');
  });

  test.each([
    ['auth.account.locked', { reason: 'by_administrator' }],
    ['auth.mfa.removed', { method: 'totp', reason: 'by_administrator' }],
  ])('finds %s by the administrator who did it, too', async (type, data) => {
    const event = received(type, { employeeId: '30', ...data, by: '31' });
    await database.transaction((trx) => record(trx, kind, clock, { ...event, id: type, time: hour(7) }));
    for (const person of ['30', '31']) expect(await ids(`person=${person}&type=${type}`)).toEqual([type]);
    expect((await ask(`events/${type}`)).body.data).toMatchObject({ employeeId: '30', by: '31' });
  });
});
