import { describe, expect, test } from '@jest/globals';
import { sorted, turned } from './sorting.ts';

const rows = [{ n: 2 }, { n: null }, { n: 1 }, { n: 3 }];

describe('rows', () => {
  test('stay as they came until somebody sorts them', () => {
    expect(sorted(rows, null)).toBe(rows);
  });

  test.each([
    [false, [1, 2, 3, null]],
    [true, [3, 2, 1, null]],
  ])('that say nothing come last, descending or not (%j)', (descending, order) => {
    expect(sorted(rows, { id: 'n', descending }).map(({ n }) => n)).toEqual(order);
  });

  test('of equal values keep their order, in both directions', () => {
    const equal = [
      { word: 'b', at: 1 },
      { word: 'a', at: 2 },
      { word: 'b', at: 3 },
    ];
    expect(sorted(equal, { id: 'word', descending: false }).map(({ at }) => at)).toEqual([2, 1, 3]);
    expect(sorted(equal, { id: 'word', descending: true }).map(({ at }) => at)).toEqual([1, 3, 2]);
  });
});

test.each([
  [true, [true, false]],
  [false, [false, true]],
])('a heading turns numbers down first and words up, then the other way, then back (numeric: %j)', (numeric, order) => {
  const first = turned(null, 'days', numeric);
  const second = turned(first, 'days', numeric);
  expect([first?.descending, second?.descending]).toEqual(order);
  expect(turned(second, 'days', numeric)).toBeNull();
});

test('another heading begins anew', () => {
  expect(turned({ id: 'days', descending: false }, 'name', false)).toEqual({ id: 'name', descending: false });
});
