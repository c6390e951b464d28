import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { eventually } from '#lib/testing/eventually.ts';
import type { Role } from '#schemas/access/people.ts';
import type { Someone } from '#schemas/access/testing/tokens.ts';
import { askAt, type TestApp } from '#services/common/testing/app.ts';
import { everyRouteRefusesStrangers } from '#services/common/testing/routes.ts';
import { routesOf } from './routes.ts';
import { withEverybodyBelow } from './scope.ts';
import { address, type Fixture, startFixture } from './testing/fixture.ts';

jest.setTimeout(60_000);

let fixture: Fixture;

/** Who decides on whose leave: top → (mid → (ann, bob), eve); round and about decide on each other; mid has gone. */
const managers: Readonly<Record<string, string | null>> = {
  top: null,
  mid: 'top',
  eve: 'top',
  ann: 'mid',
  bob: 'mid',
  round: 'about',
  about: 'round',
};
const ids = Object.keys(managers);
const departmentOf = (id: string): string => (id === 'ann' || id === 'bob' ? 'Below' : `Only ${id}`);

const employees = ids.map((id) => ({
  employee_id: id,
  email: `${id}@example.com`,
  first_name: id,
  last_name: 'Same',
  manager_id: managers[id],
  region: 'UA',
  locale: 'uk',
  department: departmentOf(id),
  hired_on: '2020-01-01',
  left_on: id === 'mid' ? '2025-01-31' : null,
  active: id !== 'mid',
  department_from: ['1900-01-01'],
  departments: [departmentOf(id)],
  schedule_from: ['1900-01-01'],
  schedules: ['1', '1', '1', '1', '1', '0', '0'],
}));
const requests = ids.map((id) => ({
  request_id: `r-${id}`,
  employee_id: id,
  status: 'submitted',
  leave_type: 'annual',
  from: '2025-06-02',
  to: '2025-06-03',
  day_part: 'full',
  days: '2',
  submitted_at: '2025-05-01 09:00:00.000',
  steps: 0,
  modifications: 0,
  illegal: [],
  department: departmentOf(id),
  manager_id: managers[id],
  first_name: id,
  last_name: 'Same',
  email: `${id}@example.com`,
}));
const absences = ids.map((id) => ({
  employee_id: id,
  request_id: `r-${id}`,
  day: '2025-06-02',
  kind: 'vacation',
  leave_type: 'annual',
  department: departmentOf(id),
  fraction: '1',
  counted: '1',
  working: '1',
}));
// `device` is of a newer version: nobody here knows whether it is personal.
const login = {
  login: 'typed by hand',
  ip: '192.0.2.7',
  userAgent: 'Browser',
  device: 'Phone',
  reason: 'bad_password',
};
const events = [...ids, null].map((id, n) => ({
  event_id: `00000000-0000-7000-8000-00000000000${n}`,
  type: 'auth.login.failed',
  occurred_at: '2025-03-01 10:00:00.000',
  received_at: '2025-03-01 10:00:00.000',
  employee_id: id,
  source: '/test',
  payload: JSON.stringify({ employeeId: id, ...login }),
  topic: 'hr.logins',
  partition: 0,
  offset: n,
}));

beforeAll(async () => {
  fixture = await startFixture();
  await fixture.createTables();
  await fixture.insert('employees', employees);
  await fixture.insert('requests', requests);
  await fixture.insert('absence_days', absences);
  await fixture.insert('events', events);
}, 60_000);
afterAll(() => fixture?.stop());

const person = (employeeId: string, ...roles: Role[]): Someone => ({ employeeId, roles });

/** Tokens that last a second, so that following changes comes to an end. */
const ask: TestApp['ask'] = (...asked) => {
  const { authority } = fixture;
  return askAt(fixture.address, { ...authority, tokenFor: (someone) => authority.tokenFor(someone, '1s') })(...asked);
};

describe('every address', () => {
  const nothing = {} as never;
  const all = routesOf(nothing, nothing, '0');
  const narrowing = all.map(({ path }) => [`GET ${path}`, 'leaves out rows of those within the scope; see below']);
  const app = () => ({ address: fixture.address, ask, stop: () => fixture.stop() });
  everyRouteRefusesStrangers(all, app, undefined, Object.fromEntries(narrowing));

  test('of health and of the page is for everybody', async () => {
    for (const path of ['/healthz', '/metrics', '/api/openapi.json'])
      expect([path, (await fetch(fixture.address + path)).status]).toEqual([path, 200]);
  });
});

const below = ['mid', 'ann', 'bob'];
const everybody = ids;
const scopes: readonly (readonly [string, Someone, readonly string[]])[] = [
  ['hr', person('eve', 'employee', 'hr'), everybody],
  ['hr who is an analyst', person('eve', 'hr', 'analyst'), everybody],
  ['a manager', person('mid', 'employee', 'manager'), below],
  ['the manager of managers', person('top', 'employee', 'manager'), ['top', 'eve', ...below]],
  ['a manager in a circle', person('round', 'manager'), ['round', 'about']],
  ['an employee', person('ann', 'employee'), ['ann']],
  ['who decides on others without the role', person('mid', 'employee'), ['mid']],
  ['an administrator', person('top', 'admin'), ['top']],
  ['an auditor', person('bob', 'employee', 'auditor'), ['bob']],
  ['an analyst who is an employee', person('bob', 'employee', 'analyst'), ['bob']],
  ['an analyst who is a manager', person('mid', 'manager', 'analyst'), below],
  ['somebody whom no table knows', person('nobody', 'manager'), []],
];

const listings = ['/api/employees', '/api/requests', '/api/absences?from=2025-06-02'];
const more = (path: string, query: string): string => `${path}${path.includes('?') ? '&' : '?'}${query}`;

type Row = Readonly<Record<string, unknown>>;
const idsOf = (rows: readonly Row[]): string[] => rows.map(({ employeeId }) => String(employeeId)).sort();
const sorted = (list: readonly string[]): string[] => [...list].sort();

describe.each(scopes)('%s', (_, someone, seen) => {
  test.each(listings)('sees the rows within sight at %s, and no others by any way', async (path) => {
    const { status, body } = await fixture.getAs(someone, path);
    expect([status, idsOf(body.rows)]).toEqual([200, sorted(seen)]);
    const named = await fixture.getAs(someone, more(path, ids.map((id) => `employeeId=${id}`).join('&')));
    expect(idsOf(named.body.rows)).toEqual(sorted(seen));
    for (const id of ids) {
      const { body } = await fixture.getAs(someone, more(path, `employeeId=${id}`));
      expect([id, idsOf(body.rows)]).toEqual([id, seen.includes(id) ? [id] : []]);
    }
    const csv = await fixture.getAs(someone, more(path, 'format=csv'));
    expect(csv.text.split('\r\n').filter((line) => line !== '' && !line.startsWith('#'))).toHaveLength(seen.length + 1);
  });

  test('finds nothing beyond it by text, by manager, by id or on the next page', async () => {
    const rows = async (path: string) => idsOf((await fixture.getAs(someone, path)).body.rows);
    expect(await rows('/api/employees?q=same')).toEqual(sorted(seen));
    expect(await rows('/api/requests?q=example.com')).toEqual(sorted(seen));
    expect(await rows('/api/requests?requestId=r-eve')).toEqual(seen.includes('eve') ? ['eve'] : []);
    expect(await rows('/api/employees?managerId=top')).toEqual(sorted(seen.filter((id) => managers[id] === 'top')));
    const paged: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const asked = { limit: 2, ...(cursor && { cursor }) };
      const { body }: { body: { rows: Row[]; next: string | null } } = await fixture.getAs(
        someone,
        address('/api/requests', asked),
      );
      paged.push(...idsOf(body.rows));
      cursor = body.next;
    }
    expect(sorted(paged)).toEqual(sorted(seen));
  });

  test('gets no more rows by a cursor of somebody who sees more', async () => {
    const { body } = await fixture.get('/api/employees?limit=1&sort=employeeId');
    const rest = await fixture.getAs(someone, address('/api/employees', { sort: 'employeeId', cursor: body.next }));
    expect(rest.body.rows.every(({ employeeId }: { employeeId: string }) => seen.includes(employeeId))).toBe(true);
  });
});

describe('departments', () => {
  test('are those within sight (of analysts: privacy/analyst.test.ts)', async () => {
    const all = [...new Set(ids.map(departmentOf))].sort();
    const cases: readonly (readonly [Someone, readonly string[]])[] = [
      [person('eve', 'hr'), all],
      [person('mid', 'manager'), ['Below', 'Only mid']],
      [person('ann', 'employee'), ['Below']],
    ];
    for (const [someone, names] of cases)
      expect((await fixture.getAs(someone, '/api/departments')).body).toEqual(names);
  });
});

describe('events', () => {
  test('are all to hr, and to everybody else the own ones', async () => {
    const seenBy = async (someone: Someone) => idsOf((await fixture.getAs(someone, '/api/events')).body.rows);
    expect(await seenBy(person('eve', 'hr'))).toEqual(sorted([...ids, 'null']));
    for (const role of ['employee', 'manager', 'admin', 'auditor'] as const)
      expect([role, await seenBy(person('mid', role))]).toEqual([role, ['mid']]);
    const { body } = await fixture.getAs(person('mid', 'manager'), '/api/events?employeeId=ann');
    expect(body.rows).toEqual([]);
  });

  test('of signing in say only to the person itself from where and with what', async () => {
    const hr = person('eve', 'hr');
    const { body } = await fixture.getAs(hr, '/api/events');
    for (const { employeeId, payload } of body.rows)
      expect(payload).toEqual(employeeId === 'eve' ? { employeeId, ...login } : { employeeId, reason: 'bad_password' });
    const { text } = await fixture.getAs(hr, '/api/events?employeeId=ann&format=csv');
    expect(text).toContain('bad_password');
    expect(text).not.toMatch(/192\.0\.2\.7|typed by hand|Browser|Phone/);
  });
});

describe('the tree', () => {
  test('ends where it closes, and names nobody twice', () => {
    const tree = new Map([
      ['a', ['b', 'c']],
      ['b', ['c', 'd']],
      ['c', ['a', 'c']],
    ]);
    expect(withEverybodyBelow('a', tree)).toEqual(['a', 'b', 'c', 'd']);
    expect(withEverybodyBelow('d', tree)).toEqual(['d']);
  });

  test('that has changed is seen within seconds', async () => {
    const late = { ...employees[0], employee_id: 'late' };
    const seen = async () => idsOf((await fixture.getAs(person('mid', 'manager'), '/api/employees')).body.rows);
    await fixture.insert('employees', [{ ...late, manager_id: 'bob', _version: '1' }]);
    await eventually(async () => (await seen()).includes('late'));
    await fixture.insert('employees', [{ ...late, manager_id: 'top', _version: '2' }]);
    await eventually(async () => !(await seen()).includes('late'));
    await fixture.insert('employees', [{ ...late, manager_id: 'top', _version: '3', _deleted: 1 }]);
  });
});

test('one person who asks too much at once is told when to come back; others are answered', async () => {
  const ask = (id: string) => fixture.getAs(person(id, 'hr'), '/api/requests');
  const all = Promise.all(Array.from({ length: 200 }, () => ask('ann')));
  expect((await ask('bob')).status).toBe(200);
  const answers = await all;
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 429]));
  expect(answers.find(({ status }) => status === 429)?.headers.get('retry-after')).toBe('1');
});

describe('following changes', () => {
  async function follow(someone: Someone, lifetime: string) {
    const headers = { authorization: `Bearer ${await fixture.authority.tokenFor(someone, lifetime)}` };
    return fetch(`${fixture.address}/api/live`, { headers });
  }

  test('ends when the token expires', async () => {
    const response = await follow(person('ann', 'employee'), '2s');
    const from = performance.now();
    expect(await response.text()).toMatch(/event: (hello|stale)/);
    expect(performance.now() - from).toBeLessThan(2_500);
  });

  test('is for ten pages of one person; one more is told when to come back, and gets in once another has gone', async () => {
    const pages = await Promise.all(Array.from({ length: 10 }, () => follow(person('ann', 'employee'), '60s')));
    expect(pages.map(({ status }) => status)).toEqual(Array(10).fill(200));
    const over = await follow(person('ann', 'employee'), '60s');
    expect([over.status, over.headers.get('retry-after')]).toEqual([429, '1']);
    const other = await follow(person('bob', 'employee'), '60s');
    expect(other.status).toBe(200);
    await pages[0]?.body?.cancel();
    const again = async () => (await follow(person('ann', 'employee'), '60s')).status;
    await eventually(async () => (await again()) === 200);
    await Promise.all([...pages.slice(1), other].map(({ body }) => body?.cancel()));
  });

  test('is not for who sees groups, frozen at midnight, also when they are employees', async () => {
    for (const roles of [['analyst'], ['analyst', 'employee'], ['analyst', 'manager']] as const)
      expect((await follow(person('ann', ...roles), '1s')).status).toBe(403);
  });
});
