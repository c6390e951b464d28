import { describe, expect, test } from '@jest/globals';
import { maxLevels } from '../managers.ts';
import { checkLines } from './check.ts';
import type { Company, Known } from './company.ts';
import type { Line } from './line.ts';
import { maxLines } from './parse.ts';

const known: Known = { emailKey: null, managerId: null, hiredOn: null, active: true, erased: false };
const company: Company = {
  people: new Map([
    ['1', { ...known, emailKey: 'boss@company.example', hiredOn: '2020-01-01' }],
    ['2', { ...known, managerId: '1' }],
    ['3', { ...known, active: false }],
    ['4', { ...known, active: false, erased: true }],
  ]),
  departments: new Set(['IT', 'Sales']),
};

const fresh = (line: number, employeeId: string, more: Partial<Line> = {}): Line => ({
  line,
  employeeId,
  firstName: 'A',
  lastName: 'B',
  email: `${employeeId}@company.example`,
  department: 'IT',
  ...more,
});

async function outcome(...lines: Line[]) {
  const { good, faults } = await checkLines(lines, company);
  return { good: good.map(({ line }) => line), faults: faults.map(({ line, column }) => [line, column]) };
}

describe('the lines of a file', () => {
  test('are good for new people and for known ones', async () => {
    expect(await outcome(fresh(2, '10'), { line: 3, employeeId: '2', region: 'UA' })).toEqual({
      good: [2, 3],
      faults: [],
    });
  });

  test('need names, address and department of new people', async () => {
    expect((await outcome({ line: 2, employeeId: '10' })).faults.map(([, column]) => column)).toEqual([
      'first_name',
      'last_name',
      'email',
      'department',
    ]);
  });

  test.each([
    ['an unknown department', fresh(2, '10', { department: 'Magic' }), 'department'],
    ['a mail address that somebody has', fresh(2, '10', { email: 'Boss@company.example' }), 'email'],
    ['somebody who left', { line: 2, employeeId: '3' }, 'employee_number'],
    ['somebody erased', { line: 2, employeeId: '4' }, 'employee_number'],
    ['another first day', { line: 2, employeeId: '1', hiredOn: '2021-01-01' }, 'hired_on'],
    ['a manager who left', fresh(2, '10', { managerId: '3' }), 'manager'],
    ['a manager whom nobody knows', fresh(2, '10', { managerId: '99' }), 'manager'],
    ['oneself as the manager', fresh(2, '10', { managerId: '10' }), 'manager'],
    ['a circle through who is known', { line: 2, employeeId: '1', managerId: '2' }, 'manager'],
  ])('may not name %s', async (_, line, column) => {
    expect(await outcome(line)).toEqual({ good: [], faults: [[2, column]] });
  });

  test('of one person count once, and so does a mail address', async () => {
    expect(await outcome(fresh(2, '10'), fresh(3, '10'), fresh(4, '11', { email: '10@company.example' }))).toEqual({
      good: [2],
      faults: [
        [3, 'employee_number'],
        [4, 'email'],
      ],
    });
  });

  test('come with managers before their people', async () => {
    const lines = [fresh(2, '12', { managerId: '11' }), fresh(3, '11', { managerId: '10' }), fresh(4, '10')];
    expect((await outcome(...lines)).good).toEqual([4, 3, 2]);
  });

  test('under a bad manager are bad, all the way down', async () => {
    const bad = fresh(2, '10', { department: 'Magic' });
    expect((await outcome(bad, fresh(3, '11', { managerId: '10' }), fresh(4, '12', { managerId: '11' }))).good).toEqual(
      [],
    );
  });

  test('that exchange who manages whom are judged together', async () => {
    const lines: Line[] = [
      { line: 2, employeeId: '1', managerId: '2' },
      fresh(3, '10'),
      { line: 4, employeeId: '2', managerId: '10' },
    ];
    expect((await outcome(...lines)).faults).toEqual([]);
  });

  test('with more people above one than may be are bad, from there on down', async () => {
    const chain = Array.from({ length: maxLevels + 3 }, (_, at) =>
      fresh(at + 2, `c${at}`, at === 0 ? {} : { managerId: `c${at - 1}` }),
    );
    const { good, faults } = await outcome(...chain);
    expect(good).toHaveLength(maxLevels + 1);
    expect(faults).toEqual([
      [maxLevels + 3, 'manager'],
      [maxLevels + 4, 'manager'],
    ]);
  });

  test('that close a circle once another line has fallen are bad, too', async () => {
    const lines: Line[] = [
      { line: 2, employeeId: '2', managerId: '99' },
      { line: 3, employeeId: '1', managerId: '2' },
    ];
    expect(await outcome(...lines)).toEqual({
      good: [],
      faults: [
        [2, 'manager'],
        [3, 'manager'],
      ],
    });
  });

  type Shape = (at: number, lines: number) => string | undefined;
  const shapes: readonly (readonly [string, Shape])[] = [
    ['a chain under nobody', (at, lines) => (at === lines - 1 ? 'nobody' : `n${at + 1}`)],
    ['one circle', (at, lines) => `n${(at + 1) % lines}`],
    ['a tree', (at) => (at === 0 ? undefined : `n${Math.floor((at - 1) / 2)}`)],
  ];
  test.each(shapes)('as many as may be, in %s, cost in proportion', async (_, manager) => {
    const cost = async (count: number): Promise<number> => {
      const lines = Array.from({ length: count }, (_, at) => {
        const managerId = manager(at, count);
        return fresh(at + 2, `n${at}`, managerId === undefined ? {} : { managerId });
      });
      const before = process.cpuUsage();
      await checkLines(lines, company);
      const { user, system } = process.cpuUsage(before);
      return user + system;
    };
    await cost(maxLines / 10);
    const [small, large] = [await cost(maxLines / 10), await cost(maxLines)];
    expect(large).toBeLessThan(40 * Math.max(small, 5_000));
  });
});
