import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { joinKey, splitKey } from './keys.ts';

describe('a record key of several parts', () => {
  test('reads as its parts joined by slashes', () => {
    expect(joinKey(['e1', 'r1', '2026-07-01'])).toBe('e1/r1/2026-07-01');
  });

  test('comes apart into the same parts, whatever is in them, and is no other parts’ key', () => {
    const parts = fc.array(fc.string({ unit: fc.constantFrom('a', '/', '%', '2', 'F', '5', 'ї') }), { minLength: 1 });
    fc.assert(fc.property(parts, (list) => expect(splitKey(joinKey(list))).toEqual(list)));
  });
});
