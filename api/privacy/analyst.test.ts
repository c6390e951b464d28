import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { addDays, localDate, monthOf } from '#lib/dates.ts';
import type { Someone } from '#schemas/access/testing/tokens.ts';
import { type ClickHouse, clickhouse } from '#sinks/clickhouse.ts';
import { frozenFigures } from '#sinks/frozen/figures.ts';
import { freeze } from '#sinks/frozen/snapshot.ts';
import { createMarksSql } from '#tables/frozen.ts';
import { viewsOf } from '#tables/views.ts';
import { datasets } from '../statistics/dataset.ts';
import { address, type Fixture, startFixture, zone } from '../testing/fixture.ts';

const analyst: Someone = { employeeId: 'analyst', roles: ['analyst'] };
const analystToo: Someone = { employeeId: 'Sa0', roles: ['employee', 'analyst'] };
const now = Date.now();
const today = localDate(now, zone);
const lastMonth = monthOf(addDays(monthOf(today), -1));

let fixture: Fixture;
let db: ClickHouse;
let version = 0;

const insert = (table: string, rows: readonly Readonly<Record<string, unknown>>[]): Promise<void> =>
  fixture.insert(
    table,
    rows.map((row) => ({ _version: String(++version), ...row })),
  );

const ask = (path: string, parameters: Readonly<Record<string, unknown>> = {}, who = analyst) =>
  fixture.getAs(who, address(path, parameters));

const days = (parameters: Readonly<Record<string, unknown>>, who = analyst) =>
  ask('/api/statistics/vacation_days', parameters, who);

const approved = (department: string, approved_days: number) => ({
  month: lastMonth,
  department,
  leave_type: 'annual',
  approved_days,
});

const people = (department: string, count: number) =>
  Array.from({ length: count }, (_, at) => ({
    employee_id: `${department.slice(0, 2)}${at}`,
    department,
    active: true,
    hired_on: '2015-01-01',
    department_from: ['1900-01-01'],
    departments: [department],
    schedule_from: ['1900-01-01'],
    schedules: [1, 1, 1, 1, 1, 1, 1],
  }));

beforeAll(async () => {
  fixture = await startFixture();
  await fixture.createTables();
  db = clickhouse(fixture.part.url, 'leaveline');
}, 60_000);

afterAll(async () => {
  await db.close();
  await fixture.stop();
});

const freezeNow = () => freeze({ db, figures: frozenFigures(viewsOf(zone), zone), zone }, today, now);

describe('an analyst', () => {
  test('is told that nothing is frozen yet', async () => {
    await db.command(createMarksSql);
    const { status, body, headers } = await days({});
    expect([status, body.code, headers.get('retry-after')]).toEqual([503, 'not_frozen', '30']);
  });

  test('sees groups, and hr the departments', async () => {
    await insert('employees', [...people('Sales', 6), ...people('IT', 7), ...people('Law', 2)]);
    await insert('statistics_vacation_days', [approved('Sales', 10), approved('IT', 20), approved('Law', 3)]);
    await insert('statistics_requests_by_status', [
      { submitted_on: today, department: 'Sales', leave_type: 'annual', status: 'submitted', requests: 4 },
    ]);
    await insert('absence_days', [
      { employee_id: 'Sa0', request_id: 'a', day: today, kind: 'vacation', department: 'Sales', fraction: 1 },
      { employee_id: 'Sa0', request_id: 'b', day: today, kind: 'sick', department: 'Sales', fraction: 1 },
      { employee_id: 'La0', request_id: 'c', day: today, kind: 'vacation', department: 'Law', fraction: 1 },
    ]);
    await freezeNow();
    // A change after midnight.
    await insert('statistics_vacation_days', [approved('Sales', 11)]);
    await insert('absence_days', [
      { employee_id: 'Sa1', request_id: 'd', day: today, kind: 'sick', department: 'Sales', fraction: 1 },
    ]);
    const rows = async (who: Someone) =>
      (await days({ by: 'department' }, who)).body.rows.map((row: Record<string, unknown>) => [
        row.department,
        row.approvedDays,
      ]);
    expect(await rows({ employeeId: 'h', roles: ['hr'] })).toEqual([
      ['IT', 20],
      ['Law', 3],
      ['Sales', 11],
    ]);
    // Two people are too few; with the six of Sales they are eight.
    for (const who of [analyst, analystToo])
      expect(await rows(who)).toEqual([
        ['(other)', 13],
        ['IT', 20],
      ]);
  });

  test('is told since when the figures stand, and what is not shown', async () => {
    const { body } = await days({});
    expect(body).toMatchObject({
      frozenAt: new Date(now).toISOString(),
      computedAt: new Date(now).toISOString(),
      suppressed: 2,
      total: { approvedDays: 33 },
    });
    expect(JSON.stringify(body.notes)).toContain('п’яти');
    expect((await days({}, { employeeId: 'h', roles: ['hr'] })).body).not.toHaveProperty('frozenAt');
  });

  test('gets nothing for a small department, also with a large one, and cannot subtract it', async () => {
    const alone = (await days({ department: 'Law', by: 'department' })).body;
    expect([alone.rows, alone.total.approvedDays, alone.suppressed]).toEqual([[], null, 1]);
    const both = (await days({ department: ['Law', 'IT'] })).body;
    expect([both.total.approvedDays, both.suppressed]).toEqual([20, 1]);
    expect((await days({ department: 'Nobody’s' })).body.total.approvedDays).toBeNull();
    const rate = (await ask('/api/statistics/sick_rate', { department: 'Law' })).body;
    expect(rate.total).toEqual({ sickDays: null, availableDays: null, sickRate: null });
  });

  test('reads in CSV since when, and that there are fewer than five people', async () => {
    const { text } = await days({ department: 'Law', by: 'department', format: 'csv' });
    expect(text).toContain(`# frozen at: ${new Date(now).toISOString()}`);
    expect(text).toContain('# Fewer than five people: not shown.');
    expect(text).not.toContain('Law,');
  });

  test('can ask every statistic in every grouping', async () => {
    for (const { name, key } of datasets) {
      const { status, body } = await ask(`/api/statistics/${name}`, { by: key.map((column) => column.name).join() });
      expect([name, status]).toEqual([name, 200]);
      expect(body.rows.map((row: { department?: string }) => row.department)).not.toContain('Law');
    }
  });

  test('sees at the head of the page what groups have, as of when it was frozen', async () => {
    const { status, body } = await ask('/api/overview');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      asOf: today,
      frozenAt: new Date(now).toISOString(),
      people: { value: 15 },
      outToday: { people: 2, vacation: 1, sick: 1 },
      pendingRequests: { value: 4, oldestSubmittedAt: null },
      loginFailures: { value: 0 },
    });
    expect((await ask('/api/overview', { asOf: addDays(today, -1) })).body.pendingRequests.value).toBeNull();
    expect((await ask('/api/overview', { asOf: '2001-01-01' })).body).toMatchObject({
      people: { value: null },
      outToday: { people: null, sick: null },
    });
  });

  test('chooses among groups', async () => {
    expect((await ask('/api/departments')).body).toEqual(
      ['(all)', '(other)', 'IT', 'Sales'].filter((name) => name !== 'Sales'),
    );
  });

  test.each(['/api/requests', '/api/absences', '/api/employees', '/api/events', '/api/line', '/api/live'])(
    'sees no %s',
    async (path) => {
      expect((await ask(path)).status).toBe(403);
    },
  );
});
