import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Filters, noFilters, periodFor, readFilters, writeFilters } from './address.ts';
import { addDays, dayIn, eachMonth, isDay, monthEnd, periodOf, presets, weekStart } from './period.ts';

const day = fc.integer({ min: 0, max: 80_000 }).map((count) => addDays('1950-01-01', count));
const anyFilters: fc.Arbitrary<Filters> = fc.record({
  period: fc.oneof(
    fc.constantFrom(...presets),
    fc.tuple(day, day).map(([a, b]) => (a <= b ? { from: a, to: b } : { from: b, to: a })),
  ),
  departments: fc.uniqueArray(fc.string({ minLength: 1, unit: 'grapheme' })),
  leaveTypes: fc.uniqueArray(fc.string({ minLength: 1 })),
  asOf: fc.option(day),
});

describe('the address of filters', () => {
  test('round trip: what is written is read back, whatever the names contain', () => {
    fc.assert(fc.property(anyFilters, (filters) => expect(readFilters(writeFilters(filters))).toEqual(filters)));
  });

  test('is empty for the standard filters', () => {
    expect(writeFilters(noFilters)).toBe('');
  });

  test('keeps parameters that are not ours', () => {
    expect(writeFilters({ ...noFilters, departments: ['IT'] }, '?status=approved&department=Sales')).toBe(
      '?status=approved&department=IT',
    );
  });

  test('ignores what it cannot read and turns an interval that runs backwards', () => {
    expect(readFilters('?period=whenever&asOf=2026-02-30&department=')).toEqual(noFilters);
    expect(readFilters('?from=2026-05-01&to=2026-03-01').period).toEqual({ from: '2026-03-01', to: '2026-05-01' });
  });
});

describe('periods', () => {
  test.each([
    ['this-month', '2026-11-01', '2026-11-30'],
    ['last-3-months', '2026-09-01', '2026-11-30'],
    ['last-12-months', '2025-12-01', '2026-11-30'],
    ['this-year', '2026-01-01', '2026-12-31'],
    ['last-year', '2025-01-01', '2025-12-31'],
  ] as const)('%s on 23 November 2026 is %s to %s', (preset, from, to) => {
    expect(periodOf(preset, '2026-11-23')).toEqual({ from, to });
  });

  test('are seen from the as-of day where one is given', () => {
    expect(periodFor({ ...noFilters, period: 'this-month', asOf: '2024-02-10' }, '2026-11-23')).toEqual({
      from: '2024-02-01',
      to: '2024-02-29',
    });
  });

  test('months and weeks begin where calendars say', () => {
    expect(eachMonth({ from: '2025-11-15', to: '2026-01-02' })).toEqual(['2025-11-01', '2025-12-01', '2026-01-01']);
    expect(monthEnd('2026-12-05')).toBe('2026-12-31');
    expect(weekStart('2026-11-22')).toBe('2026-11-16');
    expect(weekStart('2026-11-23')).toBe('2026-11-23');
  });

  test('a day is a day of the calendar, and today is the company’s', () => {
    expect(isDay('2026-02-29')).toBe(false);
    expect(isDay('2028-02-29')).toBe(true);
    expect(dayIn(Date.parse('2026-11-23T22:30:00Z'), 'Europe/Kyiv')).toBe('2026-11-24');
  });
});
