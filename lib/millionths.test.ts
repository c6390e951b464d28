import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { formatMillionths, parseMillionths } from './millionths.ts';

describe('amounts of days', () => {
  test('are read from decimal text', () => {
    expect(['1', '0.5', '-2.25', '0.000001', '-0'].map(parseMillionths)).toEqual([1e6, 5e5, -2.25e6, 1, 0]);
  });

  test('are refused when they are not exact', () => {
    const bad = ['', '1e3', '0.0000001', '1,5', '.5', '9999999999999', 'NaN'];
    expect(bad.map(parseMillionths)).toEqual(bad.map(() => undefined));
  });

  test('are the same after writing and reading', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -1e15, max: 1e15 }),
        (amount) => parseMillionths(formatMillionths(amount)) === amount,
      ),
    );
  });
});
