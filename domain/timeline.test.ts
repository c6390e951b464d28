import { describe, expect, test } from '@jest/globals';
import { beginning, type Change, holdsOn, timeline } from './timeline.ts';

const change = (eventId: string, from: string, value: string, voids: string | null = null): Change<string> => ({
  eventId,
  from,
  value,
  voids,
});

describe('what holds from a day on', () => {
  test('is the start until the first change', () => {
    expect(timeline('Sales', [])).toEqual([{ from: beginning, value: 'Sales' }]);
    expect(holdsOn(timeline('Sales', [change('a', '2026-07-01', 'IT')]), '2026-06-30')).toBe('Sales');
    expect(holdsOn(timeline('Sales', [change('a', '2026-07-01', 'IT')]), '2026-07-01')).toBe('IT');
  });

  test('follows the days of the changes, not the order in which they were told', () => {
    const told = [change('a', '2026-07-01', 'IT'), change('b', '2026-03-01', 'Finance')];
    expect(timeline('Sales', told).map(({ value }) => value)).toEqual(['Sales', 'Finance', 'IT']);
  });

  test('of two changes from one day is the one told later', () => {
    const told = [change('a', '2026-07-01', 'IT'), change('b', '2026-07-01', 'Finance')];
    expect(holdsOn(timeline('Sales', told), '2026-08-01')).toBe('Finance');
  });

  test('leaves out a change that another one corrects', () => {
    const told = [change('a', '2026-07-01', 'IT'), change('b', '2026-08-01', 'Finance', 'a')];
    expect(timeline('Sales', told)).toEqual([
      { from: beginning, value: 'Sales' },
      { from: '2026-08-01', value: 'Finance' },
    ]);
  });

  test('does not bring back what a correction voided when that correction is corrected itself', () => {
    const told = [
      change('a', '2026-07-01', 'IT'),
      change('b', '2026-08-01', 'Finance', 'a'),
      change('c', '2026-09-01', 'Legal', 'b'),
    ];
    expect(timeline('Sales', told).map(({ value }) => value)).toEqual(['Sales', 'Legal']);
  });

  test('is not upset by a correction of nothing or of itself', () => {
    const told = [change('a', '2026-07-01', 'IT', 'a'), change('b', '2026-08-01', 'Finance', 'lost')];
    expect(timeline('Sales', told).map(({ value }) => value)).toEqual(['Sales', 'IT', 'Finance']);
  });
});
