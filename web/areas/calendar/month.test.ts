import { describe, expect, test } from '@jest/globals';
import { daysOfMonth, isWeekend, monthBeside, rowsOf } from './month.ts';

const leave = (employeeId: string, from: string, to: string) => ({
  employeeId,
  name: employeeId,
  from,
  to,
  dayPart: 'full',
  leaveType: null,
});

describe('a month of the team', () => {
  test.each([
    ['2026-02', 28],
    ['2028-02', 29],
    ['2026-12', 31],
  ])('%s has %i days', (month, count) => {
    const days = daysOfMonth(month);
    expect([days.length, days[0], days.at(-1)]).toEqual([count, `${month}-01`, `${month}-${count}`]);
  });

  test('the months beside one cross the year', () => {
    expect([monthBeside('2026-12', 1), monthBeside('2026-01', -1)]).toEqual(['2027-01', '2025-12']);
  });

  test('weekends are Saturdays and Sundays', () => {
    expect(['2026-07-03', '2026-07-04', '2026-07-05', '2026-07-06'].map(isWeekend)).toEqual([false, true, true, false]);
  });

  test('each person has one row, with leave that begins before and ends after the month cut to it', () => {
    const all = [leave('b', '2026-06-29', '2026-07-02'), leave('a', '2026-07-31', '2026-08-04')] as const;
    const rows = rowsOf([...all, leave('b', '2026-07-10', '2026-07-10')] as never, daysOfMonth('2026-07'), (a, b) =>
      a < b ? -1 : 1,
    );
    const away = rows.map(({ employeeId, days }) => [
      employeeId,
      days.flatMap((one, at) => (one === undefined ? [] : [at + 1])),
    ]);
    expect(away).toEqual([
      ['a', [31]],
      ['b', [1, 2, 10]],
    ]);
  });
});
