import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  addDays,
  daysBetween,
  eachDay,
  epochDay,
  fromEpochDay,
  isLocalDate,
  localDate,
  monthOf,
  weekday,
} from './dates.ts';

describe('local dates', () => {
  test('count days since 1970 and back', () => {
    fc.assert(fc.property(fc.integer({ min: -25_567, max: 120_529 }), (day) => epochDay(fromEpochDay(day)) === day));
  });

  test('step over the end of a month and a leap day', () => {
    expect(addDays('2024-02-28', 1)).toBe('2024-02-29');
    expect(addDays('2026-02-28', 1)).toBe('2026-03-01');
    expect(daysBetween('2024-02-01', '2024-03-01')).toBe(29);
  });

  test('list a closed interval, and nothing when it ends before it starts', () => {
    expect([...eachDay('2026-12-31', '2027-01-01')]).toEqual(['2026-12-31', '2027-01-01']);
    expect([...eachDay('2026-01-02', '2026-01-01')]).toEqual([]);
  });

  test('know the weekday from Monday 1 to Sunday 7, also before 1970', () => {
    expect(weekday('2026-11-23')).toBe(1);
    expect(weekday('1969-12-28')).toBe(7);
  });

  test('know which days exist', () => {
    expect(['2026-02-28', '2026-02-29', '2026-2-1', '2026-13-01', ''].map(isLocalDate)).toEqual([
      true,
      false,
      false,
      false,
      false,
    ]);
  });

  test('begin a month on its first', () => {
    expect(monthOf('2026-07-31')).toBe('2026-07-01');
  });

  test('of an instant depend on the zone', () => {
    const instant = Date.parse('2026-06-30T22:00:00Z');
    expect(localDate(instant, 'Europe/Kyiv')).toBe('2026-07-01');
    expect(localDate(instant, 'UTC')).toBe('2026-06-30');
  });
});
