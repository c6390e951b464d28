import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { slicesOf } from './slices.ts';

describe('slices', () => {
  test('are as long as fits, a large item alone', () => {
    expect(slicesOf(['aa', 'bb', 'cc'], 6, 1)).toEqual([['aa', 'bb'], ['cc']]);
    expect(slicesOf(['a', 'very large', 'b'], 4, 1)).toEqual([['a'], ['very large'], ['b']]);
    expect(slicesOf(['її', 'a'], 5, 0)).toEqual([['її', 'a']]);
    expect(slicesOf([], 5, 1)).toEqual([]);
  });

  test('have every item once, in order, and none is too large that could be smaller', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), fc.integer({ min: 1, max: 30 }), (items, most) => {
        const slices = slicesOf(items, most, 2);
        expect(slices.flat()).toEqual(items);
        const size = (slice: readonly string[]) => slice.reduce((sum, item) => sum + Buffer.byteLength(item) + 2, 0);
        expect(slices.every((slice) => slice.length === 1 || size(slice) <= most)).toBe(true);
      }),
    );
  });
});
