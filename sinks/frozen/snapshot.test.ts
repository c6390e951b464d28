import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { manualClock } from '#lib/clock.ts';
import { addDays, localDate, monthOf } from '#lib/dates.ts';
import { silentLog } from '#lib/log.ts';
import { frozenPlace, newestSql } from '#tables/frozen.ts';
import { tables } from '#tables/tables.ts';
import { viewsOf } from '#tables/views.ts';
import type { ClickHouse } from '../clickhouse.ts';
import { prepareTables } from '../prepare.ts';
import { type OwnClickHouse, ownClickHouse } from '../testing/ownClickHouse.ts';
import { frozenFigures } from './figures.ts';
import { looking } from './freezer.ts';
import { readHeadcounts } from './headcounts.ts';
import { freeze, newestDay } from './snapshot.ts';

const zone = 'Europe/Kyiv';
const views = viewsOf(zone);
const figures = frozenFigures(views, zone);
const now = Date.now();
const today = localDate(now, zone);
const month = monthOf(addDays(monthOf(today), -40));
const odd = "O'Hara \\ R&D\n\n";

let server: OwnClickHouse;
let db: ClickHouse;

beforeAll(async () => {
  server = await ownClickHouse();
  db = server.db;
  await prepareTables(db, tables, views);
  for (const [department, people] of [
    ['Sales', 6],
    ['IT', 7],
    [odd, 5],
    ['Law', 2],
  ] as const)
    for (let at = 0; at < people; at++) await employee(`${department.slice(0, 2)}${at}`, [['1900-01-01', department]]);
}, 60_000);

afterAll(() => server.stop());

const text = (value: string) => `'${value.replace(/[\\']/g, '\\$&').replaceAll('\n', '\\n')}'`;
const list = (values: readonly string[]) => `[${values.map(text).join()}]`;

async function employee(
  id: string,
  departments: readonly (readonly [string, string])[],
  hired = '2015-01-01',
  left = '',
) {
  await db.command(`
    INSERT INTO leaveline.employees
      (employee_id, hired_on, left_on, active, department_from, departments, schedule_from, schedules, _version)
    VALUES (${text(id)}, '${hired}', ${left ? `'${left}'` : 'NULL'}, ${left ? 0 : 1}, ${list(departments.map(([from]) => from))},
      ${list(departments.map(([, name]) => name))}, ['1900-01-01'], [1,1,1,1,1,0,0], 1)`);
}

const vacationDays = (department: string, days: number, version: number, when = month): Promise<void> =>
  db.command(`
    INSERT INTO leaveline.statistics_vacation_days (month, department, leave_type, approved_days, _version)
    VALUES ('${when}', ${text(department)}, 'annual', ${days}, ${version})`);

async function frozen<T>(name: string, columns: string): Promise<T[]> {
  const [newest] = await db.query<{ snapshot: string }>(newestSql);
  return db.query<T>(`SELECT ${columns} FROM ${frozenPlace(newest?.snapshot ?? '', name)} ORDER BY ALL`);
}

const frozenDays = () =>
  frozen<{ department: string; days: string }>('vacation_days', 'department, toString(approved_days) AS days');

describe('headcounts', () => {
  test('are of people who were in a department for the whole month', async () => {
    await employee('move', [
      ['1900-01-01', 'Old'],
      [addDays(month, 9), 'New'],
    ]);
    await employee('first', [
      ['1900-01-01', 'Old'],
      [month, 'New'],
    ]);
    await employee('late', [['1900-01-01', 'Hired']], addDays(month, 1));
    await employee('gone', [['1900-01-01', 'Left']], '2015-01-01', addDays(month, 5));
    const counts = (await readHeadcounts(db, zone)).filter((count) => count.month === month);
    const people = Object.fromEntries(counts.map((count) => [count.department, count.people]));
    expect(people).toEqual({ Sales: 6, IT: 7, [odd]: 5, Law: 2, Old: 0, New: 1, Hired: 0, Left: 0 });
    for (const id of ['move', 'first', 'late', 'gone'])
      await db.command(`INSERT INTO leaveline.employees (employee_id, _version, _deleted) VALUES ('${id}', 2, 1)`);
    expect((await readHeadcounts(db, zone)).some(({ department }) => department === 'Old')).toBe(false);
  });
});

describe('a snapshot', () => {
  test('holds the newest sums by groups, small departments and the next smallest together', async () => {
    await vacationDays('Sales', 9, 1);
    await vacationDays('Sales', 10, 2);
    await vacationDays('IT', 20, 3);
    await vacationDays(odd, 3, 4);
    await vacationDays('Law', 1, 5);
    await vacationDays('nobody knows', 100, 6);
    await vacationDays('Sales', 100, 7, '2014-12-01');
    await freeze({ db, figures, zone }, today, now);
    expect(await frozenDays()).toEqual([
      { department: '(other)', days: '4' },
      { department: 'IT', days: '20' },
      { department: 'Sales', days: '10' },
    ]);
  });

  test('has all figures, and figures without a department only where the company has a group', async () => {
    for (const { name, key, sums } of figures) await frozen(name, [...key, ...sums].map((c) => `\`${c}\``).join());
    const at = Date.parse(`${month}T00:30:00Z`);
    for (const [hour, version] of [
      [at, 1],
      [Date.parse('2014-12-31T23:00:00Z'), 2],
      [Date.parse('2014-12-31T21:00:00Z'), 3],
    ] as const)
      await db.command(`
        INSERT INTO leaveline.statistics_login_activity (hour, outcome, logins, _version)
        VALUES (fromUnixTimestamp64Milli(toInt64(${hour})), 'failed', ${version}, 1)`);
    await freeze({ db, figures, zone }, addDays(today, 1), now);
    // 2014-12-31 23:00 UTC is January in Kyiv, when people had been hired; 21:00 is not.
    expect(await frozen('login_activity', 'toUInt32(logins) AS logins')).toEqual([{ logins: 1 }, { logins: 2 }]);
  });

  test('is not changed by what comes later, nor by another one of the same day', async () => {
    const before = await frozenDays();
    await vacationDays('Sales', 55, 10);
    await freeze({ db, figures, zone }, addDays(today, 1), now);
    expect(await frozenDays()).toEqual(before);
  });
});

const names = async () =>
  (await db.query<{ name: string }>("SELECT name FROM system.tables WHERE name LIKE 'frozen\\_2%'")).map(({ name }) =>
    name.slice(0, 15),
  );

describe('a snapshot that fails', () => {
  test('counts for nothing and leaves nothing behind', async () => {
    const before = [await names(), await frozenDays()];
    const broken = { name: 'broken', from: 'leaveline.nothing', key: ['day'], sums: ['n'], day: 'day' };
    await expect(freeze({ db, figures: [...figures, broken], zone }, addDays(today, 1), now)).rejects.toThrow(
      'nothing',
    );
    expect([await names(), await frozenDays()]).toEqual(before);
  });
});

describe('a freezer', () => {
  test('freezes when the day begins in the company’s zone, once, and drops what is older than three days', async () => {
    const midnight = Date.parse(`${addDays(today, 3)}T00:00:00Z`) - 3 * 3_600_000;
    const clock = manualClock(midnight - 2 * 3_600_000);
    const day = () => localDate(clock.now(), zone);
    const look = looking({ db, figures, zone, clock, log: silentLog });
    await look();
    expect(await newestDay(db)).toBe(addDays(today, 1));
    clock.set(clock.now() + 10_000);
    await look();
    expect([await newestDay(db), day()]).toEqual([addDays(today, 2), addDays(today, 2)]);
    const count = (await names()).length;
    await look();
    expect((await names()).length).toBe(count);
    clock.set(midnight + 2 * 3_600_000);
    await look();
    expect([await newestDay(db), day()]).toEqual([addDays(today, 3), addDays(today, 3)]);
    expect([...new Set(await names())].sort()).toEqual(
      [1, 2, 3].map((days) => `frozen_${addDays(today, days).replaceAll('-', '')}`),
    );
  });
});
