import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { type LiveLine, liveLine, publishedNow, type Row } from './liveLine.ts';

jest.setTimeout(120_000);

let live: LiveLine;

beforeAll(async () => {
  live = await liveLine();
}, 180_000);
afterAll(() => live?.stop(), 60_000);

/** Waits until the rows of a table that match are exactly these, in these columns. */
const shows = (table: string, match: (row: Row) => boolean, columns: readonly string[], expected: readonly Row[]) =>
  live.eventually(`${table} shows ${JSON.stringify(expected)}`, async () => {
    const rows = (await live.rows(table)).filter(match);
    const seen = rows.map((row) => Object.fromEntries(columns.map((column) => [column, row[column]])));
    const sorted = (all: readonly Row[]) => JSON.stringify(all.map((row) => JSON.stringify(row)).sort());
    return sorted(seen) === sorted(expected) ? null : JSON.stringify(seen);
  });

const of = (employeeId: string) => (row: Row) => row.employeeId === employeeId;
const day = 1_000_000;

const registered = (employeeId: string, department: string) =>
  publishedNow('user.registered', '2026-01-05T08:00:00Z', {
    employeeId,
    department,
    hiredOn: '2020-01-01',
    firstName: 'Олена',
  });
const submitted = (employeeId: string, requestId: string, from: string, to: string, dayPart = 'full') =>
  publishedNow('vacation.request.submitted', '2026-02-02T08:00:00Z', {
    employeeId,
    requestId,
    leaveType: 'annual',
    from,
    to,
    dayPart,
  });
const approved = (employeeId: string, requestId: string) =>
  publishedNow('vacation.request.approved', '2026-02-03T08:00:00Z', { employeeId, requestId, decidedBy: 'boss' });

describe('what a reader sees, live, from RabbitMQ to ClickHouse', () => {
  test('an approval that comes before its submission counts once both are there', async () => {
    await live.publish([registered('a1', 'Sales'), approved('a1', 'r-a1')]);
    await shows('employees', of('a1'), ['department'], [{ department: 'Sales' }]);
    await shows('requests', of('a1'), ['status'], []);
    await live.publish([submitted('a1', 'r-a1', '2026-03-02', '2026-03-04')]);
    await shows('requests', of('a1'), ['status', 'days'], [{ status: 'approved', days: 3 * day }]);
    await shows(
      'absence_days',
      of('a1'),
      ['day'],
      [{ day: '2026-03-02' }, { day: '2026-03-03' }, { day: '2026-03-04' }],
    );
  });

  test('a request shortened after its approval loses its vanished days everywhere', async () => {
    const inMay = (row: Row) => row.month === '2026-05-01' && row.department === 'Legal';
    await live.publish([
      registered('b1', 'Legal'),
      submitted('b1', 'r-b1', '2026-05-04', '2026-05-08'),
      approved('b1', 'r-b1'),
    ]);
    await shows('statistics_vacation_days', inMay, ['approvedDays'], [{ approvedDays: 5 * day }]);
    await live.publish([
      publishedNow('vacation.request.modified', '2026-02-10T08:00:00Z', {
        employeeId: 'b1',
        requestId: 'r-b1',
        leaveType: 'annual',
        from: '2026-05-04',
        to: '2026-05-05',
      }),
    ]);
    await shows('absence_days', of('b1'), ['day'], [{ day: '2026-05-04' }, { day: '2026-05-05' }]);
    await shows(
      'statistics_vacation_days',
      inMay,
      ['requestedDays', 'approvedDays'],
      [{ requestedDays: 2 * day, approvedDays: 2 * day }],
    );
  });

  test('half a day of leave and half a day of illness lie side by side on one day', async () => {
    await live.publish([
      registered('c1', 'Design'),
      submitted('c1', 'r-c1', '2026-06-03', '2026-06-03', 'morning'),
      approved('c1', 'r-c1'),
      publishedNow('absence.sick.reported', '2026-06-03T10:00:00Z', {
        employeeId: 'c1',
        absenceId: 's-c1',
        from: '2026-06-03',
        to: '2026-06-03',
        dayPart: 'afternoon',
      }),
    ]);
    await shows(
      'absence_days',
      of('c1'),
      ['kind', 'fraction'],
      [
        { kind: 'vacation', fraction: day / 2 },
        { kind: 'sick', fraction: day / 2 },
      ],
    );
  });

  test('a department move that is corrected a month later moves the days between', async () => {
    const perDepartment = (row: Row) =>
      row.month === '2026-09-01' && ['North', 'South'].includes(String(row.department));
    const columns = ['department', 'approvedDays'];
    const move = publishedNow('user.department_changed', '2026-08-20T08:00:00Z', {
      employeeId: 'd1',
      department: 'South',
      effectiveFrom: '2026-09-01',
    });
    await live.publish([
      registered('d1', 'North'),
      submitted('d1', 'r-d1', '2026-09-07', '2026-09-10'),
      approved('d1', 'r-d1'),
      move,
    ]);
    await shows('statistics_vacation_days', perDepartment, columns, [{ department: 'South', approvedDays: 4 * day }]);
    await live.publish([
      publishedNow('user.department_changed', '2026-10-01T08:00:00Z', {
        employeeId: 'd1',
        department: 'South',
        effectiveFrom: '2026-09-09',
        voids: move.id,
      }),
    ]);
    await shows('statistics_vacation_days', perDepartment, columns, [
      { department: 'North', approvedDays: 2 * day },
      { department: 'South', approvedDays: 2 * day },
    ]);
  });

  test('the same login again after a restart of every role counts once', async () => {
    const at = '2026-11-02T07:30:00Z';
    const login = publishedNow('auth.login.failed', at, {
      employeeId: 'e1',
      login: 'e@company.example',
      reason: 'bad_otp',
    });
    const thatHour = (row: Row) => row.hour === Date.parse('2026-11-02T07:00:00Z');
    await live.publish([login]);
    await shows('statistics_login_activity', thatHour, ['logins'], [{ logins: 1 }]);
    for (const role of ['ingress', 'streams', 'sinks']) await live.line.restart(role);
    const witness = publishedNow('auth.login.failed', '2026-11-02T07:31:00Z', {
      employeeId: 'e1',
      login: null,
      reason: 'bad_otp',
    });
    await live.publish([login, login, witness]);
    await shows('statistics_login_activity', thatHour, ['logins'], [{ logins: 2 }]);
  });

  test('an event dated 2099 goes to the dead letters and changes nothing', async () => {
    const employees = async () => (await live.rows('employees')).map((row) => JSON.stringify(row)).sort();
    const before = await employees();
    const far = publishedNow('user.registered', '2099-01-01T00:00:00Z', { employeeId: 'f1', department: 'Future' });
    await live.publishRefused([far]);
    await live.eventually('a dead letter', async () => {
      const letters = await live.deadLetters();
      const found = letters.some(({ reason, body }) => reason === 'from_the_future' && body.includes(far.id));
      return found ? null : `${letters.length} dead letters, not this one`;
    });
    expect(await employees()).toEqual(before);
  });

  test('a request of a person nobody announced counts under "unknown" and moves when the person comes', async () => {
    await live.publish([submitted('g1', 'r-g1', '2026-07-06', '2026-07-07'), approved('g1', 'r-g1')]);
    await shows('requests', of('g1'), ['department'], [{ department: 'unknown' }]);
    await live.publish([registered('g1', 'Logistics')]);
    await shows('requests', of('g1'), ['department'], [{ department: 'Logistics' }]);
    await shows('statistics_vacation_days', (row) => row.department === 'unknown', ['approvedDays'], []);
  });

  test('every table equals the oracle in the end', () => live.equalsOracle());
});
