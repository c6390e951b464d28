import { describe, expect, test } from '@jest/globals';
import { bucketOf, dayBounds, hourBounds } from './buckets.ts';

describe('a bucket', () => {
  test.each([
    [0, 1],
    [1, 1],
    [1.0001, 2],
    [24, 24],
    [24.5, 36],
    [720, 720],
    [721, 1440],
    [1441, 2880],
  ])('of %d hours is bounded by %d', (hours, bound) => {
    expect(bucketOf(hours, hourBounds)).toBe(bound);
  });

  test.each([
    [-40, -1],
    [-1, -1],
    [0, 0],
    [4, 5],
    [365, 365],
    [366, 730],
  ])('of %d days’ notice is bounded by %d', (days, bound) => {
    expect(bucketOf(days, dayBounds)).toBe(bound);
  });

  test('has bounds that grow', () => {
    for (const bounds of [hourBounds, dayBounds]) expect([...bounds].sort((a, b) => a - b)).toEqual([...bounds]);
  });
});
