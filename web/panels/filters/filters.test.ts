import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { addDays } from '#lib/dates.ts';
import { type Filters, noFilters, periodFor, readFilters, writeFilters } from './address.ts';
import { periodOf, presets } from './period.ts';

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
});
