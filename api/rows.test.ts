import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { z } from 'zod';
import { addDays } from '#lib/dates.ts';
import { schemaOf } from '#lib/http/openapi.ts';
import type { Route } from './route.ts';
import { routesOf } from './routes.ts';
import { address, type Fixture, startFixture } from './testing/fixture.ts';

jest.setTimeout(60_000);

let fixture: Fixture;

const people = Array.from({ length: 23 }, (_, n) => ({
  employee_id: `e${n}`,
  email: n === 5 ? null : `p${n}@example.com`,
  first_name: n === 5 ? null : ['Олена', 'Ivan', "D'Arcy", '%_'][n % 4],
  last_name: n === 5 ? null : ['Шевченко', 'Bond', 'bond'][n % 3],
  manager_id: n === 0 ? null : 'e0',
  region: 'UA',
  locale: 'uk',
  department: ['Sales', 'IT', 'unknown'][n % 3],
  hired_on: n === 7 ? null : addDays('2020-01-01', n % 4),
  left_on: n % 10 === 9 ? '2025-05-31' : null,
  active: n % 10 !== 9,
  department_from: ['1900-01-01'],
  departments: [['Sales', 'IT', 'unknown'][n % 3]],
  schedule_from: ['1900-01-01'],
  schedules: ['1', '1', '1', '1', '0.5', '0', '0'],
}));

const statuses = ['submitted', 'approved', 'rejected', 'withdrawn', 'cancelled'];

/** Many share an instant, a day and an amount, so that only the tiebreak tells them apart. */
const requests = Array.from({ length: 57 }, (_, n) => ({
  request_id: `r${n}`,
  employee_id: `e${n % 23}`,
  status: statuses[n % 5],
  leave_type: n % 2 ? 'annual' : 'study',
  from: addDays('2025-06-01', n % 7),
  to: addDays('2025-06-01', (n % 7) + (n % 3)),
  day_part: 'full',
  days: n % 4 === 0 ? '0.5' : String((n % 3) + 1),
  submitted_at: `2025-05-0${(n % 3) + 1} 21:30:00.${n % 2 ? '000' : '123'}`,
  decided_at: n % 5 === 1 || n % 5 === 2 ? '2025-05-10 09:00:00.000' : null,
  decided_by: null,
  cancelled_at: null,
  steps: 0,
  modifications: 0,
  illegal: [],
  department: ['Sales', 'IT', 'unknown'][n % 3],
  manager_id: 'e0',
  email: `p${n % 23}@example.com`,
  first_name: 'Олена',
  last_name: n % 6 ? 'Шевченко' : null,
}));

const absences = ['2025-06-01', '2025-06-02', '2025-06-03'].flatMap((day) =>
  [0, 1, 2].map((n) => ({
    employee_id: n === 2 ? 'nobody' : `e${n}`,
    request_id: `r${n}`,
    day,
    kind: n === 1 ? 'sick' : 'vacation',
    leave_type: n === 1 ? 'sick' : 'annual',
    department: 'Sales',
    fraction: n === 0 ? '0.5' : '1',
    counted: '1',
    working: '1',
  })),
);

const uuid = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const events = Array.from({ length: 41 }, (_, n) => ({
  event_id: uuid((n * 7919) % 1000),
  type: n % 4 ? 'auth.login.failed' : 'vacation.request.approved',
  occurred_at: `2025-03-01 2${n % 4}:59:59.${n % 2 ? '000' : '999'}`,
  received_at: '2025-03-02 10:00:00.000',
  employee_id: n % 3 ? `e${n % 5}` : null,
  source: '/test',
  payload: JSON.stringify({ requestId: `open${n % 2}`, note: "it's" }),
  topic: n % 4 ? 'hr.logins' : 'hr.vacations',
  partition: 0,
  offset: n,
}));

beforeAll(async () => {
  fixture = await startFixture();
  await fixture.createTables();
  await fixture.insert('employees', people);
  await fixture.insert('requests', requests);
  await fixture.insert('requests', [{ ...requests[0], request_id: 'gone' }]);
  await fixture.insert('requests', [{ ...requests[0], request_id: 'gone', _version: '2', _deleted: 1 }]);
  await fixture.insert('absence_days', absences);
  await fixture.insert('events', events);
}, 60_000);
afterAll(() => fixture?.stop());

type Row = Readonly<Record<string, unknown>>;

/** All pages, one after the other. */
async function pages(path: string, parameters: Row): Promise<Row[]> {
  const rows: Row[] = [];
  let cursor: string | null = null;
  do {
    const { status, body } = await fixture.get(address(path, { ...parameters, cursor }));
    expect(status).toBe(200);
    rows.push(...body.rows);
    cursor = body.next;
  } while (cursor !== null && rows.length < 1000);
  return rows;
}

const ids = (rows: readonly Row[], id: string) => rows.map((row) => String(row[id])).sort();

const listings = [
  [
    '/api/requests',
    'requestId',
    requests.map(({ request_id }) => request_id),
    ['submittedAt', 'decidedAt', 'from', 'to', 'days', 'name'],
  ],
  [
    '/api/employees',
    'employeeId',
    people.map(({ employee_id }) => employee_id),
    ['name', 'department', 'hiredOn', 'employeeId'],
  ],
  ['/api/events', 'eventId', events.map(({ event_id }) => event_id), ['occurredAt']],
] as const;

describe.each(listings)('%s', (path, id, all, sorts) => {
  test.each(sorts.flatMap((sort) => [sort, `-${sort}`]))(
    'page by page by %s has every row once, in order',
    async (sort) => {
      for (const limit of [4, all.length]) {
        const rows = await pages(path, { sort, limit });
        expect(ids(rows, id)).toEqual([...all].sort());
        const name = sort.replace('-', '');
        if (name === 'name') continue;
        const values = rows.map((row) => row[name] ?? '') as (string | number)[];
        const ordered = values.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
        expect(values).toEqual(sort.startsWith('-') ? ordered.reverse() : ordered);
      }
    },
  );

  test('refuses a cursor of another order and one that was made up', async () => {
    const { body } = await fixture.get(address(path, { limit: 1, sort: sorts[0] }));
    for (const cursor of [body.next, 'x', '']) {
      const { status, body } = await fixture.get(address(path, { sort: `-${sorts[0]}`, cursor }));
      expect([status, body.faults[0].field]).toEqual([400, 'cursor']);
    }
  });

  test('is CSV with what was asked in its comments', async () => {
    const { text, headers } = await fixture.get(address(path, { limit: 2, format: 'csv' }));
    expect(headers.get('content-disposition')).toMatch(/^attachment; filename="\w+\.csv"$/);
    expect(text).toMatch(/^# \w+\r\n# sort: .*\r\n# limit: 2\r\n# next: [\w-]+\r\n/);
  });
});

const found = async (parameters: Row) =>
  ids((await fixture.get(address('/api/requests', { limit: 1000, ...parameters }))).body.rows, 'requestId');
const expected = (test: (request: (typeof requests)[number]) => boolean) =>
  requests
    .filter(test)
    .map(({ request_id }) => request_id)
    .sort();

describe('requests', () => {
  test('look as they stand', async () => {
    const { body } = await fixture.get('/api/requests?requestId=r4');
    expect(body).toEqual({
      rows: [
        {
          requestId: 'r4',
          employeeId: 'e4',
          status: 'cancelled',
          leaveType: 'study',
          from: '2025-06-05',
          to: '2025-06-06',
          dayPart: 'full',
          days: 0.5,
          submittedAt: '2025-05-02T21:30:00.123Z',
          decidedAt: null,
          decidedBy: null,
          cancelledAt: null,
          steps: 0,
          modifications: 0,
          illegal: [],
          department: 'IT',
          managerId: 'e0',
          email: 'p4@example.com',
          firstName: 'Олена',
          lastName: 'Шевченко',
        },
      ],
      next: null,
    });
  });

  test('are found by any of several values, and by all filters together', async () => {
    expect(await found({ status: ['approved', 'rejected'] })).toEqual(
      expected(({ status }) => status === 'approved' || status === 'rejected'),
    );
    expect(await found({ department: 'IT', leaveType: 'annual', employeeId: ['e1', 'e4', 'e7'] })).toEqual(
      expected((r) => r.department === 'IT' && r.leave_type === 'annual' && ['e1', 'e4', 'e7'].includes(r.employee_id)),
    );
  });

  test('are found by the days they take', async () => {
    expect(await found({ from: '2025-06-04', to: '2025-06-05' })).toEqual(
      expected((r) => r.to >= '2025-06-04' && r.from <= '2025-06-05'),
    );
  });

  test('are found by local days of submission and decision', async () => {
    // 21:30 UTC is half past midnight in Kyiv.
    expect(await found({ submittedFrom: '2025-05-03', submittedTo: '2025-05-03' })).toEqual(
      expected((r) => r.submitted_at.startsWith('2025-05-02')),
    );
    expect(await found({ decidedFrom: '2025-05-10', decidedTo: '2025-05-10' })).toEqual(
      expected((r) => r.decided_at !== null),
    );
    expect(await found({ decidedTo: '2025-05-09' })).toEqual([]);
  });

  test('are found by text in names, whatever the case, taken literally', async () => {
    expect(await found({ q: 'шЕВЧ' })).toEqual(expected((r) => r.last_name !== null));
    expect(await found({ q: 'P13@EXAMPLE' })).toEqual(expected((r) => r.email === 'p13@example.com'));
    expect(await found({ q: '%' })).toEqual([]);
    expect(await found({ q: '  ' })).toHaveLength(57);
  });
});

describe('absences', () => {
  test('have the name of everybody who has one', async () => {
    const { body } = await fixture.get('/api/absences?from=2025-06-02');
    expect(
      body.rows.map(({ day, employeeId, fraction, firstName, lastName }: Row) => [
        day,
        employeeId,
        fraction,
        firstName,
        lastName,
      ]),
    ).toEqual([
      ['2025-06-02', 'e0', 0.5, 'Олена', 'Шевченко'],
      ['2025-06-02', 'e1', 1, 'Ivan', 'Bond'],
      ['2025-06-02', 'nobody', 1, null, null],
    ]);
  });

  test('are those of a period, a kind and people', async () => {
    const { body } = await fixture.get(
      '/api/absences?from=2025-06-02&to=2025-06-03&kind=vacation&employeeId=e0&employeeId=e1',
    );
    expect(body.rows.map(({ day, employeeId }: Row) => [day, employeeId])).toEqual([
      ['2025-06-02', 'e0'],
      ['2025-06-03', 'e0'],
    ]);
  });

  test('come page by page', async () => {
    expect(await pages('/api/absences', { from: '2025-06-01', to: '2025-06-03', limit: 2 })).toHaveLength(9);
  });

  test('are those of today when no day is named', async () => {
    expect((await fixture.get('/api/absences')).body).toEqual({ rows: [], next: null });
  });

  test('of a period that ends before it begins are refused', async () => {
    expect((await fixture.get('/api/absences?from=2025-06-02&to=2025-06-01')).body.faults[0].field).toBe('to');
  });
});

describe('employees', () => {
  test('are found by what they are', async () => {
    const { body } = await fixture.get('/api/employees?active=false&region=UA&managerId=e0&sort=employeeId');
    expect(ids(body.rows, 'employeeId')).toEqual(['e19', 'e9']);
    expect(body.rows[0]).toMatchObject({
      leftOn: '2025-05-31',
      active: false,
      schedules: [1, 1, 1, 1, 0.5, 0, 0],
      departmentFrom: ['1900-01-01'],
    });
  });
});

describe('departments', () => {
  test('are all that people and requests name', async () => {
    expect((await fixture.get('/api/departments')).body).toEqual(['IT', 'Sales', 'unknown']);
  });
});

describe('events', () => {
  test('are of local days and types, with their own fields', async () => {
    const { body } = await fixture.get(
      '/api/events?from=2025-03-02&type=vacation.request.approved&type=user.registered&limit=1',
    );
    const late = events.filter(({ occurred_at, type }) => occurred_at >= '2025-03-01 22' && !type.startsWith('auth'));
    expect(late).toEqual([]);
    expect(body.rows).toEqual([]);
    const first = await fixture.get('/api/events?to=2025-03-01&type=vacation.request.approved&limit=1');
    expect(first.body.rows[0]).toMatchObject({
      occurredAt: '2025-03-01T20:59:59.999Z',
      payload: { note: "it's" },
      topic: 'hr.vacations',
    });
  });

  test('of a type that there is not are refused with the types there are', async () => {
    const { body } = await fixture.get('/api/events?type=user.promoted');
    expect(body.faults[0].possible).toContain('user.registered');
  });
});

describe('the overview', () => {
  test('is as of the day that was asked for', async () => {
    const { body } = await fixture.get('/api/overview?asOf=2025-06-02');
    expect(body).toMatchObject({
      asOf: '2025-06-02',
      people: { value: 21, period: { from: '2025-06-02', to: '2025-06-02' } },
      outToday: { people: 3, vacation: 2, sick: 1 },
      pendingRequests: { value: 12, oldestSubmittedAt: '2025-05-01T21:30:00.000Z' },
      approvalRate: { value: null, period: { from: '2024-06-03', to: '2025-06-02' } },
      loginFailures: { value: 0 },
    });
  });

  test('counts as pending what was decided later', async () => {
    const decided = requests.filter(({ decided_at }) => decided_at !== null).length;
    const { body } = await fixture.get('/api/overview?asOf=2025-05-09');
    expect(body.pendingRequests.value).toBe(decided + 12);
  });
});

describe('the line', () => {
  test('knows tables, dead letters and what is incomplete, and that Kafka is away', async () => {
    const { body } = await fixture.get('/api/line');
    expect(body).toMatchObject({
      kafka: { away: expect.any(String) },
      deadLetters: null,
      lag: null,
      lastEventAt: '2025-03-02T10:00:00.000Z',
      incomplete: { users: 0, vacations: 6, absences: 0 },
    });
    expect(body.tables).toContainEqual({ name: 'events', rows: 41, changedAt: expect.any(String), lag: null });
  });
});

const nasty = [
  "' OR 1=1 --",
  "'; DROP TABLE leaveline.requests; --",
  '\\',
  "\\'",
  '`',
  '"',
  '{zone:String}',
  ') UNION ALL SELECT 1 --',
  '/*',
  '\n\nDROP TABLE leaveline.requests',
  '\0',
  '\t',
  '\u2028',
  '🚀',
  '%00',
  'NULL',
  '\\N',
  '[]',
  '-1',
  '1e400',
  'x'.repeat(5000),
];

const short = nasty.filter((value) => value.length < 1000);

/** Those that read tables. */
const routes = routesOf({} as never, {} as never, '0').filter(
  ({ answer, path }) => typeof answer !== 'string' && !path.startsWith('/api/dead-letters'),
);

/** The parameters of a route, and whether each takes a list. */
function parametersOf({ query }: Route): [name: string, many: boolean][] {
  const { properties = {} } = query ? schemaOf(query, 'input') : {};
  return Object.entries(properties as Readonly<Record<string, { type?: string }>>).map(([name, { type }]) => [
    name,
    type === 'array',
  ]);
}

describe('whatever is written into a parameter', () => {
  test.each(routes.map((route) => [route.path, route] as const))(
    '%s answers or refuses it, and nothing is changed',
    async (path, route) => {
      for (const [name, many] of [...parametersOf(route), ['nonsense', false] as const])
        for (const value of many ? [short, nasty.at(-1)] : nasty) {
          const { status, body } = await fixture.get(address(path, { [name]: value }));
          expect([name, value, [200, 400].includes(status)]).toEqual([name, value, true]);
          if (status === 400) expect(body.faults[0].field).toBe(name);
        }
      expect(await fixture.rows('SELECT count() AS n FROM leaveline.requests FINAL')).toEqual([{ n: 57 }]);
    },
  );

  test('finds only rows that hold it', async () => {
    for (const value of nasty.filter((value) => value.length < 1000))
      expect(await found({ department: value })).toEqual([]);
  });

  test.each(routes.map((route) => [route.path, route] as const))(
    '%s answers in the documented shape',
    async (path, route) => {
      const { status, body } = await fixture.get(path);
      expect(status).toBe(200);
      expect((route.answer as z.ZodType).safeParse(body).error).toBeUndefined();
    },
  );
});
