import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ukrainianRules } from '#domain/leaveRules.ts';
import { databases, rowsOf } from '../common/testing/databases.ts';
import { everyInputIsOnlyText } from '../common/testing/hostile.ts';
import { everyRouteRefusesStrangers } from '../common/testing/routes.ts';
import { vacationRoutes } from './routes/all.ts';
import { type Company, companyOn, people, week } from './testing/company.ts';

let company: Company;
let requestId: string;
let granted: string;
let noteId: string;

beforeAll(async () => {
  company = await companyOn('sqlite');
  requestId = (await company.ask('olha', 'POST', '/requests', week)).body.requestId;
  const later = { ...week, from: '2026-08-03', to: '2026-08-04' };
  granted = (await company.ask('olha', 'POST', '/requests', later)).body.requestId;
  await company.ask('maria', 'POST', `/requests/${granted}/approve`, { version: 1 });
  const ill = { from: '2026-05-04', to: '2026-05-05' };
  noteId = (await company.ask('olha', 'POST', '/sick-notes', ill)).body.absenceId;
});
afterAll(() => company.stop());

const own = ['olha', 'hanna'];
const deciders = ['maria', 'boris', 'hanna'];
const all = [...own, 'maria', 'boris'];
/**
 * The version is one that nothing has, so that who may do it is told so (409) and nothing changes under the next test.
 */
const version = { version: 999 };

const routes = vacationRoutes({} as never);

describe('of the service', () => {
  everyRouteRefusesStrangers(
    routes,
    () => company.app,
    () => ({
      people: Object.values(people),
      cases: [
        { route: 'GET /api/vacation/requests/:id', params: { id: requestId }, allowed: all },
        {
          route: 'PUT /api/vacation/requests/:id',
          params: { id: requestId },
          body: { ...week, ...version },
          allowed: all,
        },
        ...['approve', 'reject', 'withdraw', 'request-cancellation', 'decline-cancellation', 'cancel'].map((name) => ({
          route: `POST /api/vacation/requests/:id/${name}`,
          params: { id: granted },
          body: version,
          allowed: all,
        })),
        { route: 'GET /api/vacation/balances/:employeeId', params: { employeeId: 'olha' }, allowed: all },
        {
          route: 'POST /api/vacation/balances/:employeeId/adjustments',
          params: { employeeId: 'olha' },
          body: { leaveType: 'annual', year: 2026, days: 1, reason: 'Jubilee' },
          allowed: ['hanna'],
        },
        { route: 'GET /api/vacation/sick-notes/:id', params: { id: noteId }, allowed: all },
        {
          route: 'PUT /api/vacation/sick-notes/:id',
          params: { id: noteId },
          body: { from: '2026-05-04', to: '2026-05-06', ...version },
          allowed: all,
        },
        { route: 'POST /api/vacation/sick-notes/:id/cancel', params: { id: noteId }, body: version, allowed: all },
        ...['/requests', '/sick-notes'].map((path) => ({
          route: `GET /api/vacation${path}`,
          params: {},
          query: 'employeeId=olha',
          allowed: all,
        })),
        {
          route: 'POST /api/vacation/requests',
          params: {},
          body: { ...week, from: '2026-09-07', to: '2026-09-08', employeeId: 'olha' },
          allowed: all,
        },
        {
          route: 'POST /api/vacation/sick-notes',
          params: {},
          body: { from: '2026-04-06', to: '2026-04-07', employeeId: 'olha' },
          allowed: all,
        },
        {
          route: 'POST /api/vacation/requests/preview',
          params: {},
          body: { ...week, employeeId: 'olha', requestId },
          allowed: all,
        },
        // Of one's own, with the request of another.
        {
          route: 'POST /api/vacation/requests/preview',
          params: {},
          body: { ...week, employeeId: 'petro', requestId },
          allowed: [],
        },
      ],
      state: () => rowsOf(company.database, ['events', 'requests', 'sick_notes', 'absences', 'balances', 'outbox']),
    }),
    {
      'PUT /api/vacation/settings': 'hr looks after the rules of every department',
      'PUT /api/vacation/delegation': 'anybody may be asked to stand in; it gives them what is one’s own to give',
      'POST /api/vacation/requests substituteId': 'anybody may stand in, and is shown nothing of it here',
      'POST /api/vacation/requests/preview substituteId': 'anybody may stand in, and is shown nothing of it here',
      'PUT /api/vacation/requests/:id substituteId': 'anybody may stand in, and is shown nothing of it here',
      'POST /api/vacation/approvals/decisions': 'answers 200 with a status for each request; tested below',
    },
  );
});

describe('who may do what with a request', () => {
  const can = async (command: string, id: () => string, given: number, allowed: readonly string[]) => {
    for (const name of Object.keys(people) as (keyof typeof people)[]) {
      if (allowed.includes(name)) continue;
      const { status, body } = await company.ask(name, 'POST', `/requests/${id()}/${command}`, { version: given });
      expect([name, [403, 404].includes(status) ? 'refused' : body]).toEqual([name, 'refused']);
    }
  };

  test.each(['approve', 'reject'])('to %s is for managers above and hr', (command) =>
    can(command, () => requestId, 1, deciders),
  );
  test('to withdraw is for the person and hr', () => can('withdraw', () => requestId, 1, own));
  test('to ask for cancellation is for the person and hr', () => can('request-cancellation', () => granted, 2, own));
  test('to cancel is for managers above and hr', () => can('cancel', () => granted, 2, deciders));

  test.each(['/requests', '/sick-notes'])('lists of %s are for who may see the person', async (path) => {
    for (const name of Object.keys(people) as (keyof typeof people)[]) {
      const { status } = await company.ask(name, 'GET', `${path}?employeeId=olha`);
      expect([name, status]).toEqual([name, all.includes(name) ? 200 : 404]);
    }
  });

  test.each(['/requests', '/requests/preview'])('to use %s for another is for who decides on them', async (path) => {
    const body = { ...week, from: '2026-09-07', to: '2026-09-07', employeeId: 'olha' };
    for (const name of ['petro', 'stas', 'sofia'] as const)
      expect((await company.ask(name, 'POST', path, body)).status).toBe(404);
  });

  test('deciding on several at once gives no stranger more than one by one', async () => {
    const before = await company.readModels();
    for (const name of ['olha', 'petro', 'stas', 'sofia'] as const)
      for (const decision of ['approve', 'reject', 'cancel', 'decline_cancellation']) {
        const decisions = [
          { requestId, version: 1, decision },
          { requestId: granted, version: 2, decision },
        ];
        const { body } = await company.ask(name, 'POST', '/approvals/decisions', { decisions });
        const statuses = body.results.map(({ status }: { status: number }) => status);
        expect([name, statuses.every((status: number) => [403, 404].includes(status))]).toEqual([name, true]);
      }
    expect(await company.readModels()).toEqual(before);
  });

  test('hr cannot decide on their own leave', async () => {
    const { body } = await company.ask('hanna', 'POST', '/requests', week);
    const approve = await company.ask('hanna', 'POST', `/requests/${body.requestId}/approve`, { version: 1 });
    expect([approve.status, approve.body.code]).toEqual([403, 'own_request']);
    expect((await company.ask('hanna', 'GET', '/approvals')).body.approvals).not.toContainEqual(
      expect.objectContaining({ request: expect.objectContaining({ employeeId: 'hanna' }) }),
    );
  });
});

const nasty = [
  `'; drop table requests; --`,
  `" or 1=1 --`,
  '\\x00',
  '../../etc/passwd',
  '%00',
  '{{7*7}}',
  '<script>alert(1)</script>',
  '__proto__',
  'constructor',
  '😀'.repeat(60),
];

describe('injection strings', () => {
  test.each(nasty)('%s is a value like any other, everywhere', async (text) => {
    const encoded = encodeURIComponent(text);
    for (const path of [`/requests/${encoded}`, `/balances/${encoded}`, `/sick-notes/${encoded}`])
      expect([path, [400, 404].includes((await company.ask('hanna', 'GET', path)).status)]).toEqual([path, true]);
    for (const field of ['employeeId', 'status', 'year', 'limit'])
      expect((await company.ask('hanna', 'GET', `/requests?${field}=${encoded}`)).status).toBeGreaterThanOrEqual(400);
    for (const field of ['leaveType', 'from', 'to', 'dayPart', 'substituteId', 'employeeId', 'hours']) {
      const { status } = await company.ask('hanna', 'POST', '/requests', { ...week, [field]: text });
      expect([field, status >= 400 && status < 500]).toEqual([field, true]);
    }
    const headers = /^[\x20-\x7e]*$/.test(text) ? { 'idempotency-key': text } : {};
    const day = { leaveType: 'unpaid', from: '2026-10-05', to: '2026-10-05', comment: text };
    const kept = await company.ask('petro', 'POST', '/requests', day, {});
    expect(kept.status).toBe(201);
    const { body } = await company.ask('petro', 'GET', `/requests/${kept.body.requestId}`);
    expect(body.history[0].text).toBe(text);
    await company.ask('petro', 'POST', `/requests/${kept.body.requestId}/withdraw`, { version: 1 });
    expect((await company.ask('petro', 'POST', '/requests', week, headers)).status).toBeLessThan(500);
  });
});

const { annual } = ukrainianRules.types;
/** One of each thing is enough. */
const fewRules = { ...ukrainianRules, types: { annual }, expiry: { businessDays: 7, reminders: [1] } };

describe.each(databases)('input of the service on %s', (kind) => {
  let place: Company;
  let id: string;
  beforeAll(async () => {
    place = await companyOn(kind);
    id = (await place.ask('olha', 'POST', '/requests', week)).body.requestId;
  });
  afterAll(() => place.stop());

  everyInputIsOnlyText(routes, () => place.app, {
    as: { employeeId: 'hanna', roles: ['employee', 'manager', 'hr', 'admin'] },
    database: () => place.database,
    examples: () => ({
      id,
      requestId: id,
      employeeId: 'olha',
      substituteId: 'petro',
      delegateId: 'petro',
      leaveType: 'annual',
      from: '2026-09-07',
      to: '2026-09-07',
      year: 2026,
      rules: fewRules,
    }),
  });
});
