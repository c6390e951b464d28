import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { systemClock } from '#lib/clock.ts';
import { type TestApp, testApp } from '../common/testing/app.ts';
import { databases, rowsOf, type TestDatabase, testDatabase } from '../common/testing/databases.ts';
import { everyInputIsOnlyText } from '../common/testing/hostile.ts';
import { type Cast, everyRouteRefusesStrangers } from '../common/testing/routes.ts';
import { type CalendarWorld, revokeFeedsOfLeavers } from './feeds.ts';
import { Leavers } from './leavers.ts';
import { Requests } from './requests.ts';
import { calendarRoutes } from './routes.ts';
import { type CalendarTables, migrations } from './tables.ts';
import { leave } from './testing/leave.ts';

const declared = calendarRoutes({} as CalendarWorld);
const [owner, colleague, manager] = [{ employeeId: '7' }, { employeeId: '8' }, { employeeId: '1' }] as const;
const elsewhere = { employeeId: '4' };
const hr = { employeeId: '9', roles: ['hr'] } as const;
const july = 'from=2026-07-01&to=2026-07-31';

describe.each(databases)('the feeds on %s', (kind) => {
  let database: TestDatabase<CalendarTables>;
  let app: TestApp;
  let feedId = '';
  const requests = new Requests();
  const leavers = new Leavers();
  const state: { waiting: string | null } = { waiting: null };

  beforeAll(async () => {
    database = await testDatabase<CalendarTables>(kind, migrations);
    requests.set('a', leave('a'));
    requests.set('b', leave('b', { employeeId: '8', status: 'submitted' }));
    requests.set('c', leave('c', { employeeId: '5', department: 'IT', managerId: '2' }));
    const world = { database, clock: systemClock, requests, leavers, ready: () => state.waiting };
    app = await testApp(calendarRoutes(world));
    feedId = (await make(owner, { kind: 'person' })).body.id;
  });
  afterAll(async () => {
    await app?.stop();
    await database?.drop();
  });

  const make = (as: { employeeId: string }, body: object) => app.ask('POST', '/api/calendar/feeds', { as, body });
  const ofDepartment = (department: string) => ({ kind: 'department', department });

  const cast = (): Cast => ({
    people: [colleague, manager, owner, elsewhere],
    cases: [
      { route: 'DELETE /api/calendar/feeds/:id', params: { id: feedId }, allowed: ['7'] },
      {
        route: 'GET /api/calendar/leave',
        params: {},
        query: `${july}&department=${encodeURIComponent('Продажі')}`,
        allowed: ['7', '8', '1'],
      },
      {
        route: 'POST /api/calendar/feeds',
        params: {},
        body: { kind: 'department', department: 'Продажі' },
        allowed: ['7', '8', '1'],
      },
      { route: 'POST /api/calendar/feeds', params: {}, body: { kind: 'department', department: 'IT' }, allowed: [] },
    ],
    state: () => rowsOf(database, ['feeds']),
  });
  const shared = { 'DELETE /api/calendar/people/:id/feeds': 'HR looks after everybody' };
  everyInputIsOnlyText(declared, () => app, {
    as: { employeeId: '7', roles: ['employee', 'hr'] },
    database: () => database,
    examples: () => ({ department: 'Продажі', file: 'x.ics' }),
  });
  if (kind === 'sqlite') everyRouteRefusesStrangers(declared, () => app, cast, shared);

  test('a feed is read by its address alone, which is told once and stored nowhere', async () => {
    const { body, status } = await make(owner, { kind: 'person' });
    const got = await app.ask('GET', body.path);
    expect([status, got.status, got.headers.get('content-type')]).toEqual([201, 200, 'text/calendar; charset=utf-8']);
    expect(got.text.match(/^UID:.*$/gm)).toEqual(['UID:a@leaveline']);
    const listed = await app.ask('GET', '/api/calendar/feeds', { as: owner });
    const [token] = /[\w-]{43}/.exec(body.path) ?? [];
    expect(token).toHaveLength(43);
    expect(listed.text).not.toContain(token);
    expect(JSON.stringify(await database.db.selectFrom('feeds').selectAll().execute())).not.toContain(token);
  });

  test.each([
    [colleague, 'Продажі', 201],
    [manager, 'Продажі', 201],
    [hr, 'IT', 201],
    [colleague, 'IT', 404],
    [manager, 'IT', 404],
    [{ employeeId: 'nobody' }, 'Продажі', 404],
  ] as const)('%j may have the calendar of %s: %i', async (as, department, status) => {
    expect((await make(as, ofDepartment(department))).status).toBe(status);
  });

  const team = (as: { employeeId: string }, query: string) => app.ask('GET', `/api/calendar/leave?${query}`, { as });

  test('the page shows who of one’s department is away, and why only to those who may know', async () => {
    const own = { employeeId: '7', name: "Їжак О'Ґедзь", from: '2026-06-29', to: '2026-07-05', dayPart: 'full' };
    const answers = await Promise.all([owner, colleague, manager].map((as) => team(as, july)));
    expect(answers.map(({ body }) => body.leave)).toEqual([
      [{ ...own, leaveType: 'annual' }],
      [{ ...own, leaveType: null }],
      [{ ...own, leaveType: 'annual' }],
    ]);
    expect(answers[0]?.body).toMatchObject({ ready: true, departments: ['Продажі'], department: 'Продажі' });
    expect((await team(hr, `${july}&department=IT`)).body).toMatchObject({
      departments: ['IT', 'Продажі'],
      leave: [{ employeeId: '5' }],
    });
    expect((await team(owner, `${july}&department=IT`)).status).toBe(404);
  });

  test.each([
    ['from=2026-08-01&to=2026-07-01', /before the first day/],
    ['from=2026-01-01&to=2026-12-31', /more than 100 days/],
    ['from=2026-02-30&to=2026-03-01', /not a calendar day/],
  ])('%s is refused with the reason', async (query, reason) => {
    const { status, text } = await team(owner, query);
    expect([status, reason.test(text)]).toEqual([400, true]);
  });

  test('whoever leaves a department reads its calendar no more', async () => {
    const { body } = await make(colleague, ofDepartment('Продажі'));
    expect((await app.ask('GET', body.path)).status).toBe(200);
    requests.set('d', leave('d', { employeeId: '8', department: 'IT', from: '2027-01-01', to: '2027-01-02' }));
    expect((await app.ask('GET', body.path)).status).toBe(404);
    requests.set('d', null);
    expect((await app.ask('GET', body.path)).status).toBe(200);
  });

  test('a revoked address answers nobody, as one that never was', async () => {
    const { body } = await make(manager, { kind: 'person' });
    expect((await app.ask('DELETE', `/api/calendar/feeds/${body.id}`, { as: colleague })).status).toBe(404);
    expect((await app.ask('DELETE', `/api/calendar/feeds/${body.id}`, { as: manager })).status).toBe(204);
    const [revoked, never] = [await app.ask('GET', body.path), await app.ask('GET', '/api/calendar/ical/x.ics')];
    expect([revoked.status, revoked.body.code]).toEqual([404, never.body.code]);
  });

  test('HR revokes all that a person has', async () => {
    const { body } = await make({ employeeId: '5' }, { kind: 'person' });
    const done = await app.ask('DELETE', '/api/calendar/people/5/feeds', { as: hr });
    expect([done.body, (await app.ask('GET', body.path)).status]).toEqual([{ revoked: 1 }, 404]);
  });

  test('who has left reads nothing any more by any feed, has none once that is known, and makes none', async () => {
    const feeds = () => database.db.selectFrom('feeds').selectAll().where('employee_id', '=', '3').execute();
    const leaver = { employeeId: '3', roles: ['hr'] } as const;
    const made = [await make(leaver, { kind: 'person' }), await make(leaver, ofDepartment('Продажі'))];
    const read = () => Promise.all(made.map(async ({ body }) => (await app.ask('GET', body.path)).status));
    const others = (await database.db.selectFrom('feeds').selectAll().execute()).length - 2;
    expect(await read()).toEqual([200, 200]);
    leavers.set('3', { active: false });
    expect([await read(), (await feeds()).length]).toEqual([[404, 404], 2]);
    await revokeFeedsOfLeavers({ database, leavers });
    expect([await feeds(), (await database.db.selectFrom('feeds').selectAll().execute()).length]).toEqual([[], others]);
    const refused = await make(leaver, { kind: 'person' });
    expect([refused.status, refused.body.code]).toEqual([403, 'has_left']);
    leavers.set('3', { active: true });
    expect([await read(), (await make(leaver, { kind: 'person' })).status]).toEqual([[404, 404], 201]);
  });

  test('before everything has been read there is no calendar, rather than an empty one', async () => {
    const { body } = await make(owner, { kind: 'person' });
    state.waiting = 'reading the requests';
    const early = await app.ask('GET', body.path);
    state.waiting = null;
    expect([early.status, early.body.code]).toEqual([503, 'calendar_not_ready']);
  });

  test.each([`'; drop table feeds; --`, '%00', '../../x', '\u0000', '\uD800', 'я'.repeat(300), '__proto__'])(
    '%j breaks nothing wherever it is put',
    async (text) => {
      const quoted = encodeURIComponent(text.toWellFormed());
      for (const { method, path } of declared) {
        const { status } = await app.ask(method, path.replace(/:\w+/g, quoted), {
          as: hr,
          ...(method === 'POST' && { body: ofDepartment(text) }),
        });
        expect([method, path, status < 500]).toEqual([method, path, true]);
      }
    },
  );
});
