import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ClickHouse } from '#sinks/clickhouse.ts';
import { prepareTables } from '#sinks/prepare.ts';
import { type OwnClickHouse, ownClickHouse } from '#sinks/testing/ownClickHouse.ts';
import { tables } from './tables.ts';
import { narrowedSql, viewsOf } from './views.ts';

let server: OwnClickHouse;
let db: ClickHouse;
const year = new Date().getUTCFullYear();
const lastYear = year - 1;

beforeAll(async () => {
  server = await ownClickHouse();
  db = server.db;
  await prepareTables(db, tables, viewsOf('Europe/Kyiv'));
  await away('first', '2024-05-06', 'vacation', 1, 1, 'Begin');
}, 30_000);

afterAll(() => server.stop());

let version = 0;

async function employee(row: {
  id: string;
  hired?: string;
  left?: string;
  departments: readonly (readonly [from: string, name: string])[];
  schedules?: readonly (readonly [from: string, week: string])[];
}) {
  const schedules = row.schedules ?? [['1900-01-01', '1,1,1,1,1,0,0']];
  const list = (values: readonly string[]) => `[${values.map((value) => `'${value}'`).join()}]`;
  version += 1;
  await db.command(`
    INSERT INTO leaveline.employees (employee_id, hired_on, left_on, department_from, departments, schedule_from, schedules, _version)
    VALUES ('${row.id}', ${row.hired ? `'${row.hired}'` : 'NULL'}, ${row.left ? `'${row.left}'` : 'NULL'},
      ${list(row.departments.map(([from]) => from))}, ${list(row.departments.map(([, name]) => name))},
      ${list(schedules.map(([from]) => from))}, [${schedules.map(([, week]) => week).join()}], ${version})`);
}

async function away(
  id: string,
  day: string,
  kind: 'vacation' | 'sick',
  fraction: number,
  working: number,
  department: string,
  deleted = 0,
) {
  version += 1;
  await db.command(`
    INSERT INTO leaveline.absence_days (employee_id, request_id, day, kind, leave_type, department, fraction, counted, working, _version, _deleted)
    VALUES ('${id}', '${kind}', '${day}', '${kind}', '${kind}', '${department}', ${fraction}, ${fraction}, ${working}, ${version}, ${deleted})`);
}

async function available(department: string, from: string, to: string) {
  const rows = await db.query<{ days: string; first: string; last: string; most: string }>(`
    SELECT toString(sum(available_days)) AS days, toString(min(day)) AS first, toString(max(day)) AS last, toString(max(people)) AS most
    FROM leaveline.available_days WHERE department = '${department}' AND day BETWEEN '${from}' AND '${to}'`);
  return rows[0];
}

test('each half of a day that is half vacation and half sick counts under its own kind; a vanished day under none', async () => {
  await away('o1', `${lastYear}-03-02`, 'vacation', 0.5, 0.5, 'Out');
  await away('o1', `${lastYear}-03-02`, 'sick', 0.5, 0.5, 'Out');
  await away('o2', `${lastYear}-03-02`, 'vacation', 1, 0, 'Out');
  await away('o3', `${lastYear}-03-02`, 'vacation', 1, 1, 'Out');
  await away('o3', `${lastYear}-03-02`, 'vacation', 1, 1, 'Out', 1);
  const rows = await db.query(`
    SELECT toString(day) AS day, kind, toUInt8(people) AS people, toUInt8(people_missed) AS people_missed,
      toString(days) AS days, toString(working_days) AS working_days
    FROM leaveline.out_by_day WHERE department = 'Out' ORDER BY kind`);
  expect(rows).toEqual([
    { day: `${lastYear}-03-02`, kind: 'sick', people: 1, people_missed: 1, days: '0.5', working_days: '0.5' },
    { day: `${lastYear}-03-02`, kind: 'vacation', people: 2, people_missed: 1, days: '1.5', working_days: '0.5' },
  ]);
});

test('available days follow hiring, leaving, schedule and department of each day', async () => {
  // June 2025: 21 weekdays. Hired on Monday 9 June, moved on Monday 16, left on Wednesday 25; four days of 0.75 a week
  // from 16 on.
  await employee({
    id: 'a1',
    hired: '2025-06-09',
    left: '2025-06-25',
    departments: [
      ['1900-01-01', 'A'],
      ['2025-06-16', 'B'],
    ],
    schedules: [
      ['1900-01-01', '1,1,1,1,1,0,0'],
      ['2025-06-16', '0.75,0.75,0.75,0.75,0,0,0'],
    ],
  });
  expect(await available('A', '2025-01-01', '2025-12-31')).toEqual({
    days: '5',
    first: '2025-06-09',
    last: '2025-06-15',
    most: '1',
  });
  // 16–19 June four days, 23–25 June three days, of 0.75.
  expect(await available('B', '2025-01-01', '2025-12-31')).toEqual({
    days: '5.25',
    first: '2025-06-16',
    last: '2025-06-25',
    most: '1',
  });
});

test('who has no known hiring day is there from the beginning of the records to the end of this year', async () => {
  await employee({ id: 'u1', departments: [['1900-01-01', 'U']] });
  const found = await available('U', '1900-01-01', '2299-12-31');
  expect([found?.first, found?.last]).toEqual(['2024-01-01', `${year}-12-31`]);
});

test('the sick rate sums before it divides, and a month without target has the rate 0', async () => {
  // Two months of different length weigh by their days. 10 people, 2025-02: 20 days, 2025-03: 21
  // days.
  for (let n = 0; n < 10; n++)
    await employee({ id: `s${n}`, hired: '2025-02-01', left: '2025-03-31', departments: [['1900-01-01', 'S']] });
  for (const day of ['03', '04', '05', '06']) await away('s1', `2025-02-${day}`, 'sick', 1, 1, 'S');
  await away('s2', '2025-03-03', 'sick', 0.5, 0.5, 'S');
  await away('s3', '2025-03-04', 'vacation', 1, 1, 'S');
  await away('nobody', '2025-04-01', 'sick', 1, 1, 'S');
  const rows = await db.query(`
    SELECT toString(month) AS month, toString(sick_days) AS sick, toString(available_days) AS available, round(sick_rate, 6) AS rate
    FROM leaveline.sick_rate WHERE department = 'S' ORDER BY month`);
  expect(rows).toEqual([
    { month: '2025-02-01', sick: '4', available: '200', rate: 0.02 },
    { month: '2025-03-01', sick: '0.5', available: '210', rate: 0.002381 },
    { month: '2025-04-01', sick: '1', available: '0', rate: 0 },
  ]);
});

test('what is planned ahead is not in the sick rate yet', async () => {
  await employee({ id: 'f1', departments: [['1900-01-01', 'F']] });
  await away('f1', `${year + 1}-01-05`, 'sick', 1, 1, 'F');
  const rows = await db.query<{ sick: string }>(
    "SELECT toString(sum(sick_days)) AS sick FROM leaveline.sick_rate WHERE department = 'F'",
  );
  expect(rows).toEqual([{ sick: '0' }]);
});

describe('a view of some people', () => {
  const some = "employee_id IN ('a1', 'o1', 's1', 's2')";
  const measures = {
    out_by_day: ['people', 'people_missed', 'days', 'working_days'],
    available_days: ['people', 'available_days'],
    sick_rate: ['sick_days', 'available_days'],
  };
  async function summed(from: string, names: readonly string[]) {
    const sums = names.map((name) => `toFloat64(sum(${name})) AS ${name}`);
    const [row = {}] = await db.query<Record<string, number>>(`SELECT ${sums.join(', ')} FROM ${from}`);
    return row;
  }

  test.each(Object.entries(measures))('%s adds up with that of the others to the whole', async (name, columns) => {
    const of = (people: string) => summed(`(${narrowedSql('leaveline', name, 'Europe/Kyiv', people)})`, columns);
    const [own, rest, whole] = [await of(some), await of(`NOT ${some}`), await summed(`leaveline.${name}`, columns)];
    for (const column of columns) {
      expect(own[column]).toBeGreaterThan(0);
      expect(rest[column]).toBeGreaterThan(0);
      expect((own[column] ?? 0) + (rest[column] ?? 0)).toBeCloseTo(whole[column] ?? 0, 6);
    }
  });

  test('that there is not is an error', () => {
    expect(() => narrowedSql('leaveline', 'coffee', 'Europe/Kyiv', 'true')).toThrow('coffee is no view');
  });
});
