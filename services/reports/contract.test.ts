import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import ExcelJS from 'exceljs';
import { eventRow, fillTables } from '#api/testing/events.ts';
import { address, type Fixture, startFixture } from '#api/testing/fixture.ts';
import type { Role } from '#schemas/access/people.ts';
import { lineUnderTest } from '#test/pipeline/lineUnderTest.ts';
import { company } from '#test/simulate/company.ts';
import { disorderly, historyOfLeave } from '#test/simulate/history.ts';
import { asAnyEvent } from '#test/simulate/published.ts';
import { type SignIn, seedAccounts } from '../auth/seed.ts';
import { type AuthApp, authApp } from '../auth/testing/authApp.ts';
import { Browser } from '../auth/testing/browser.ts';
import { apiAs, rightsFrom } from './api.ts';
import { type Built, build, type ReportRequest } from './build.ts';
import { intlOf } from './intl.ts';
import { periodsOf } from './periods.ts';
import { type Facts, readFacts } from './reading.ts';
import type { FigureName } from './report.ts';
import { type Office, office, weekly } from './testing/office.ts';
import { monday } from './testing/team.ts';

jest.setTimeout(120_000);

/** A company with a history, until that Monday. */
const simulated = company('reports', 60, '2025-01-01');
const { people } = simulated;
const nameOf = (id: string) =>
  people.filter(({ id: own }) => own === id).map((one) => `${one.firstName} ${one.lastName}`);
const below = (id: string): string[] =>
  people.filter(({ managerId }) => managerId === id).flatMap((person) => [person.id, ...below(person.id)]);

const hr = '1060';
/** Leads some people, but not all of them. */
const [manager = '', another = ''] = people
  .map(({ id }) => id)
  .filter((id) => id !== '1001' && id !== hr)
  .sort((a, b) => below(b).length - below(a).length);
const analyst = people.find(({ id }) => id !== hr && below(id).length === 0)?.id ?? '';
const roles: Readonly<Record<string, readonly Role[]>> = {
  [manager]: ['employee'],
  [another]: ['employee', 'analyst'],
  [analyst]: ['employee', 'analyst'],
  [hr]: ['employee', 'hr'],
};
const department = people.find(({ id }) => id === manager)?.department ?? '';

let auth: AuthApp;
let api: Fixture;
let place: Office;
const signIns = new Map<string, SignIn>();

beforeAll(async () => {
  auth = await authApp('sqlite');
  api = await startFixture({ authUrl: auth.address });
  await api.createTables();
  const line = await lineUnderTest({}, { now: monday });
  const events = disorderly(historyOfLeave(simulated, monday), 'api').map(asAnyEvent);
  await line.happen(...events);
  await fillTables(api, line);
  await api.insert('events', events.map(eventRow));
  for (const person of people)
    await auth.database.db
      .insertInto('people')
      .values({
        employee_id: person.id,
        manager_id: person.managerId,
        active: 1,
        known: 1,
        email: person.email,
        first_name: person.firstName,
        last_name: person.lastName,
        locale: 'uk',
      })
      .execute();
  for (const [employeeId, own] of Object.entries(roles)) {
    const account = { employeeId, email: `person${employeeId}@company.example`, locale: 'uk', roles: own } as const;
    for (const signIn of await seedAccounts(auth.world, [account])) signIns.set(employeeId, signIn);
  }
  place = await office('sqlite', {
    apiUrl: api.address,
    rightOf: rightsFrom(auth.address, auth.world.serviceSecret ?? ''),
  });
  for (const employeeId of Object.keys(roles))
    await place.happens('user.registered', { employeeId, email: `person${employeeId}@company.example` });
}, 120_000);
afterAll(async () => {
  await place?.stop();
  await api?.stop();
  await auth?.stop();
});

// biome-ignore lint/suspicious/noExplicitAny: rows of every shape.
type Row = Readonly<Record<string, any>>;

/** What the page asks the API, in a session of the person's own. */
async function dashboardOf(employeeId: string) {
  const browser = new Browser(api.address);
  const { login, password } = signIns.get(employeeId) ?? { login: '', password: '' };
  expect((await browser.ask('POST', '/api/auth/sign-in', { login, password })).status).toBe(200);
  const get = async (path: string, asked: Row) => (await browser.ask('GET', address(path, asked))).body;
  return {
    statistic: (name: string, asked: Row) => get(`/api/statistics/${name}`, asked),
    /** All of them, two hundred at a time. */
    rows: async (path: string, asked: Row): Promise<Row[]> => {
      const found: Row[] = [];
      for (let cursor: string | null = ''; cursor !== null; ) {
        const page = await get(path, { ...asked, limit: 200, ...(cursor && { cursor }) });
        found.push(...page.rows);
        cursor = page.next;
      }
      return found;
    },
  };
}

const wishOf = (employeeId: string, wish: Partial<ReportRequest> = {}): ReportRequest => ({
  ...weekly,
  employee_id: employeeId,
  ...wish,
});
const built = (wish: ReportRequest): Promise<Built> => build(place.world, wish, monday);
const sum = (rows: readonly Row[], name: string): number => rows.reduce((before, row) => before + row[name], 0);

const readers: readonly (readonly [string, Partial<ReportRequest>, string])[] = [
  ['a manager', {}, manager],
  ['a manager', { span: 'month' }, manager],
  ['a manager, of a department', { span: 'month', department }, manager],
  ['hr', {}, hr],
  ['hr', { span: 'month' }, hr],
  ['hr, of a department', { span: 'month', department }, hr],
];

/** On the page an analyst sees groups of the company; the report is about their people all the same. */
const analystToo = ['a manager who is an analyst', { span: 'month' }, another] as const;

describe.each(readers)('the report of %s (%j), by the real API', (_, choice, employeeId) => {
  const wish = wishOf(employeeId, choice);
  const within = wish.department === null ? {} : { department: wish.department };
  let report: Built['report'];
  let dashboard: Awaited<ReturnType<typeof dashboardOf>>;
  beforeAll(async () => {
    [{ report }, dashboard] = await Promise.all([built(wish), dashboardOf(employeeId)]);
  });

  const figure = (name: FigureName) => report.figures.find((one) => one.name === name);

  test.each(['current', 'before'] as const)('has the figures of the dashboards, for the period %s', async (which) => {
    const asked = { ...report.periods[which], ...within };
    const [statuses, approval, lead, away] = await Promise.all([
      dashboard.statistic('requests_by_status', { ...asked, by: 'status' }),
      dashboard.statistic('approval_rate', asked),
      dashboard.statistic('decision_lead_time', asked),
      dashboard.statistic('out_by_day', { ...asked, by: 'kind' }),
    ]);
    if (wish.span === 'month' && which === 'current') expect(statuses.total.requests).toBeGreaterThan(0);
    expect({
      submitted: figure('submitted')?.[which],
      approvalRate: figure('approvalRate')?.[which],
      leadTime: figure('leadTime')?.[which],
      statuses: Object.fromEntries(report.byStatus.map((part) => [part.name, part[which]]).filter(([, n]) => n !== 0)),
    }).toEqual({
      submitted: statuses.total.requests,
      approvalRate: approval.total.approvalRate.value,
      leadTime: lead.total.p50.value,
      statuses: Object.fromEntries(statuses.rows.map((row: Row) => [row.status, row.requests])),
    });
    const sick = away.rows.find(({ kind }: Row) => kind === 'sick')?.workingDays ?? 0;
    expect(figure('sickDays')?.[which]).toBe(sick);
  });

  test('says what its figures were computed from, as the dashboards do', async () => {
    const asked = { ...report.periods.current, ...within };
    const [approval, lead] = await Promise.all([
      dashboard.statistic('approval_rate', asked),
      dashboard.statistic('decision_lead_time', asked),
    ]);
    const { approved, rejected } = approval.total;
    expect(figure('approvalRate')).toMatchObject({ numerator: approved, denominator: approved + rejected });
    expect([figure('leadTime')?.denominator, report.p90]).toEqual([lead.total.decisions, lead.total.p90.value]);
  });

  test('draws who is away as the dashboard does, day by day', async () => {
    const { rows } = await dashboard.statistic('out_by_day', { ...report.periods.current, ...within, by: 'day,kind' });
    const days = (day: string, wanted: string) =>
      sum(
        rows.filter((row: Row) => row.day === day && row.kind === wanted),
        'days',
      );
    expect(report.byDay).toEqual(
      report.byDay.map(({ day }) => ({ day, leave: days(day, 'vacation'), sick: days(day, 'sick') })),
    );
    if (wish.span === 'month') expect(sum(report.byDay, 'leave')).toBeGreaterThan(0);
  });

  test('draws it among the periods before as the dashboard does, of which the last two are those compared', async () => {
    const { span } = wish;
    const [first, last] = [report.lately.at(0)?.day, report.periods.current.to];
    const asked = { ...within, from: first, to: last, by: `day:${span},kind` };
    const { rows } = await dashboard.statistic('out_by_day', asked);
    const days = (day: string, wanted: string) =>
      sum(
        rows.filter((row: Row) => row.day === day && row.kind === wanted),
        'days',
      );
    const { lately, periods } = report;
    expect(lately.map(({ day }) => day).slice(-2)).toEqual([periods.before.from, periods.current.from]);
    expect(lately).toEqual(lately.map(({ day }) => ({ day, leave: days(day, 'vacation'), sick: days(day, 'sick') })));
    expect([lately.length, lately.at(-1)?.leave]).toEqual([span === 'week' ? 8 : 6, sum(report.byDay, 'leave')]);
    expect(sum(lately, 'leave') + sum(lately, 'sick')).toBe(sum(rows, 'days'));
  });

  if (wish.span === 'month')
    test('has the days of the month that the dashboards have', async () => {
      for (const which of ['current', 'before'] as const) {
        const asked = { ...report.periods[which], ...within };
        const [leave, sick] = await Promise.all([
          dashboard.statistic('vacation_days', asked),
          dashboard.statistic('sick_days', asked),
        ]);
        const shown = [figure('leaveDays')?.[which], figure('sickDays')?.[which]];
        expect(shown).toEqual([leave.total.approvedDays, sick.total.sickDays]);
      }
      expect(figure('leaveDays')?.current).toBeGreaterThan(0);
    });
});

describe('a report by mail, by the real API', () => {
  beforeEach(async () => {
    place.server.arrived.length = 0;
    place.clock.set(monday - 3_600_000);
    await place.database.db.deleteFrom('subscriptions').execute();
    await place.database.db.deleteFrom('mails').execute();
  });

  async function mailed(employeeId: string, choice = {}) {
    await place.subscribe(employeeId, { locale: 'en', ...choice });
    place.clock.set(monday);
    await place.queue();
    await place.send();
    const [{ state = '', reason = null } = {}] = await place.mails();
    return { state: reason ?? state, mail: place.server.arrived[0] };
  }

  async function sheetsOf({ mail }: Awaited<ReturnType<typeof mailed>>) {
    const file = mail?.attachments.find(({ filename }) => filename?.endsWith('.xlsx'));
    const book = new ExcelJS.Workbook();
    await book.xlsx.load(Uint8Array.from(file?.content ?? []).buffer);
    return (name: string) =>
      (book.getWorksheet(name)?.getSheetValues() ?? [])
        .slice(2)
        .map((row) => (row as unknown[]).slice(1).map((cell) => (cell instanceof Date ? cell.toISOString() : cell)));
  }

  const { leave, status } = intlOf('en');
  const who = (row: Row) => [`${row.firstName} ${row.lastName}`, row.department];
  const midnight = (day: string) => `${day}T00:00:00.000Z`;
  /** What clocks in Kyiv showed then, in summer. */
  const shown = (instant: string | null) =>
    instant === null ? [] : [new Date(Math.floor(Date.parse(instant) / 1000) * 1000 + 3 * 3_600_000).toISOString()];
  const requestCells = (row: Row) => [
    ...who(row),
    ...[leave(row.leaveType), midnight(row.from), midnight(row.to), row.days, status(row.status)],
    ...[...shown(row.submittedAt), ...shown(row.decidedAt)],
  ];

  test.each([
    ['a manager', manager, null],
    ['hr', hr, null],
    ['hr, of a department', hr, department],
  ])('of %s has the rows of the API in its workbook', async (_, employeeId, department) => {
    const sheet = await sheetsOf(await mailed(employeeId, { span: 'month', department }));
    const { rows } = await dashboardOf(employeeId);
    const { current, ahead } = periodsOf('month', monday, 'Europe/Kyiv');
    const within = department === null ? {} : { department };
    const submitted = { ...within, submittedFrom: current.from, submittedTo: current.to, sort: 'submittedAt' };
    const [requests, waiting, absences, coming] = await Promise.all([
      rows('/api/requests', submitted),
      rows('/api/requests', { ...within, status: 'submitted', sort: 'submittedAt' }),
      rows('/api/absences', { ...within, ...current }),
      rows('/api/absences', { ...within, ...ahead }),
    ]);
    expect(sheet('Requests')).toEqual(requests.map(requestCells));
    expect(sheet('Waiting')).toEqual(waiting.map(requestCells));
    expect(sheet('Absences')).toEqual(
      absences.map((row) => {
        const isSick = row.kind === 'sick';
        const cells = [leave(isSick ? null : row.leaveType), row.fraction, isSick ? row.working : row.counted];
        return [...who(row), midnight(row.day), ...cells];
      }),
    );
    const days = sheet('Next seven days').map(
      ([, , from, to]) => (Date.parse(String(to)) - Date.parse(String(from))) / 86_400_000 + 1,
    );
    expect(days.reduce((all, some) => all + some, 0)).toBe(coming.length);
    expect([requests, absences].every(({ length }) => length > 0)).toBe(true);
  });

  test('names nobody whom the manager does not lead', async () => {
    const got = await mailed(manager, { span: 'month' });
    const sheet = await sheetsOf(got);
    const told = JSON.stringify([got.mail?.html, ...['Requests', 'Absences', 'Next seven days', 'Waiting'].map(sheet)]);
    const seen = [manager, ...below(manager)];
    const others = people.filter(({ id }) => !seen.includes(id)).map(({ id }) => id);
    expect(others.flatMap(nameOf).filter((name) => told.includes(name))).toEqual([]);
    expect(seen.flatMap(nameOf).some((name) => told.includes(name))).toBe(true);
  });

  test('is not sent to an analyst, who sees groups alone; an analyst who leads people gets theirs', async () => {
    expect(await mailed(analyst)).toEqual({ state: 'no_right', mail: undefined });
    const [own, whole] = await Promise.all([built(wishOf(another)), built(wishOf(hr))]);
    const ids = new Set([...own.report.requests, ...own.report.absences].map(({ employeeId }) => employeeId));
    const seen = [another, ...below(another)];
    expect([...ids].filter((id) => !seen.includes(id))).toEqual([]);
    expect(own.report.absences).toEqual(whole.report.absences.filter(({ employeeId }) => seen.includes(employeeId)));
  });

  test('of a department without people of the manager is empty, and skipped where that was asked for', async () => {
    expect((await mailed(manager, { department: 'Nobody works here', skip_empty: 1 })).state).toBe('empty');
  });
});

describe('the stand-in of the tests', () => {
  const factsOf = async (
    source: { apiUrl: string; rightOf: Office['world']['rightOf'] },
    wish: ReportRequest,
  ): Promise<Facts> => {
    const signal = AbortSignal.timeout(60_000);
    const right = await source.rightOf(wish.employee_id, signal);
    return readFacts(apiAs(source.apiUrl, right, signal), periodsOf(wish.span, monday, wish.zone), wish.department);
  };
  const inOrder = (facts: Facts) => ({
    ...facts,
    current: { ...facts.current, byStatus: new Set(facts.current.byStatus) },
    before: { ...facts.before, byStatus: new Set(facts.before.byStatus) },
    lately: new Set(facts.lately),
  });

  beforeAll(async () => {
    const { rows } = await dashboardOf(hr);
    place.line.requests = (await rows('/api/requests', { sort: 'submittedAt' })) as Facts['requests'][number][];
    place.line.absences = (await rows('/api/absences', {
      from: '2025-01-01',
      to: '2027-01-01',
    })) as Facts['ahead'][number][];
    for (const id of [manager, another])
      place.line.readers.set(id, { roles: ['employee', 'manager'], sees: [id, ...below(id)] });
    place.line.readers.set(hr, { roles: ['employee', 'hr'], sees: null });
  });

  test.each([...readers, analystToo])(
    'answers like the API when it has the same rows: %s (%j)',
    async (_, choice, employeeId) => {
      const { url, secret } = place.line;
      const wish = wishOf(employeeId, choice);
      const [stand, real] = await Promise.all([
        factsOf({ apiUrl: url, rightOf: rightsFrom(url, secret) }, wish),
        factsOf(place.world, wish),
      ]);
      expect(inOrder(stand)).toEqual(inOrder(real));
      expect(real.current.absences).not.toEqual([]);
    },
  );
});
