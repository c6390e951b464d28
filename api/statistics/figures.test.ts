import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { figureOf, type Part } from './figures.ts';

const title = { en: '', uk: '' };
const plain = (_: string, sum: number) => sum;
const rate = { kind: 'ratio', title, numerator: ['approved'], denominator: ['approved', 'rejected'] } as const;
const quantile = (quantile: number) =>
  ({ kind: 'quantile', title, quantile, bucket: 'bucket', measure: 'decisions', unit: 'hour' }) as const;

const counted = (histogram: Readonly<Record<number, number>>): Part[] =>
  Object.entries(histogram).map(([bound, decisions]) => ({ sums: { decisions }, buckets: { bucket: Number(bound) } }));

describe('a ratio', () => {
  test('is the sum above by the sum below, not a mean of ratios', () => {
    const parts = [
      { sums: { approved: 1, rejected: 0 }, buckets: {} },
      { sums: { approved: 1, rejected: 98 }, buckets: {} },
    ];
    expect(figureOf(rate, parts, plain)).toEqual({ value: 0.02, numerator: 2, denominator: 100 });
  });

  test('of nothing has no value', () => {
    expect(figureOf(rate, [], plain)).toEqual({ value: null, numerator: 0, denominator: 0 });
  });

  test('of days is shown in days', () => {
    const days = { kind: 'ratio', title, numerator: ['sick'], denominator: ['available'] } as const;
    const parts = [{ sums: { sick: 124_000_000, available: 1_550_000_000 }, buckets: {} }];
    expect(figureOf(days, parts, (_, sum) => sum / 1e6)).toEqual({ value: 0.08, numerator: 124, denominator: 1550 });
  });
});

describe('a quantile', () => {
  // 10 decisions: 1 within an hour, 4 within 2, 9 within 24, all within 720.
  const ten = counted({ 1: 1, 2: 3, 24: 5, 720: 1 });

  test.each([
    [0, 1, 1],
    [0.1, 1, 1],
    [0.4, 2, 4],
    [0.41, 24, 9],
    [0.5, 24, 9],
    [0.9, 24, 9],
    [0.901, 720, 10],
    [1, 720, 10],
  ])('%d of ten is the bound %d, with %d not above it', (q, value, numerator) => {
    expect(figureOf(quantile(q), ten, plain)).toEqual({ value, numerator, denominator: 10 });
  });

  test('merges the buckets of many cells first', () => {
    expect(
      figureOf(quantile(0.5), [...counted({ 24: 1 }), ...counted({ 1: 1 }), ...counted({ 1: 1 })], plain).value,
    ).toBe(1);
  });

  test('of nothing has no value', () => {
    expect(figureOf(quantile(0.5), counted({ 1: 0 }), plain)).toEqual({ value: null, numerator: 0, denominator: 0 });
  });

  test('is the value in that place of the sorted list', () => {
    const bound = fc.constantFrom(-1, 0, 1, 2, 24, 720);
    const q = fc.integer({ min: 1, max: 100 }).map((percent) => percent / 100);
    fc.assert(
      fc.property(fc.array(bound, { minLength: 1, maxLength: 200 }), q, (list, q) => {
        const sorted = list.toSorted((a, b) => a - b);
        const place = Math.ceil((Math.round(q * 100) * list.length) / 100) - 1;
        const parts = list.flatMap((value) => counted({ [value]: 1 }));
        expect(figureOf(quantile(q), parts, plain).value).toBe(sorted[place]);
      }),
    );
  });
});
