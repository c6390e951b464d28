import { describe, expect, test } from '@jest/globals';
import { addSums, decodeSum, difference, encodeSum, type Sum } from './sum.ts';

const sum = (entities: number, ...measures: number[]): Sum => ({ entities, measures });

describe('a sum', () => {
  test('survives its bytes, up to the greatest whole number that is exact', () => {
    const held = sum(3, 0, -1, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER);
    expect(decodeSum(encodeSum(held))).toEqual(held);
  });

  test('is refused rather than rounded past it', () => {
    expect(() => addSums(sum(1, Number.MAX_SAFE_INTEGER), sum(1, 1))).toThrow(RangeError);
  });

  test.each([
    ['cut off', Buffer.alloc(7)],
    ['empty', Buffer.alloc(0)],
    ['no whole number', Buffer.from(Float64Array.of(1, 0.5).buffer)],
  ])('that is %s cannot be read', (_, bytes) => {
    expect(() => decodeSum(bytes)).toThrow(RangeError);
  });

  test('changes by what is new, what is more or less, and what is gone, and by nothing else', () => {
    const before = new Map([
      ['same', sum(1, 5)],
      ['less', sum(1, 5)],
      ['gone', sum(1, 5)],
      ['empty', sum(1, 0)],
    ]);
    const after = new Map([
      ['same', sum(1, 5)],
      ['less', sum(1, 3)],
      ['new', sum(1, 7)],
    ]);
    expect(Object.fromEntries(difference(before, after))).toEqual({
      less: sum(0, -2),
      new: sum(1, 7),
      gone: sum(-1, -5),
      empty: sum(-1, 0),
    });
  });
});
