import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { compile, twosComplement, unscaled } from './types.ts';

const decimal = compile({ type: 'bytes', logicalType: 'decimal', precision: 18, scale: 6 } as never);
const date = compile({ type: 'int', logicalType: 'date' } as never);

describe('decimals', () => {
  test('are the bytes that Java’s BigInteger writes', () => {
    const vectors: [number, string][] = [
      [0, '00'],
      [127, '7f'],
      [128, '0080'],
      [-128, '80'],
      [-129, 'ff7f'],
      [500_000, '07a120'],
      [2 ** 47, '00800000000000'],
      [-(2 ** 53 - 1), 'e0000000000001'],
    ];
    for (const [amount, hex] of vectors) expect(twosComplement(amount).toString('hex')).toBe(hex);
  });

  test('come back as they went, over all safe integers', () => {
    fc.assert(fc.property(fc.maxSafeInteger(), (amount) => decimal.fromBuffer(decimal.toBuffer(amount)) === amount));
  });

  test('past the safe integers are an error, not another number', () => {
    expect(() => unscaled(Buffer.from('7fffffffffffffff', 'hex'))).toThrow('past the safe integers');
  });

  test('are never floats', () => {
    expect(() => decimal.toBuffer(0.5)).toThrow();
  });
});

describe('dates', () => {
  test('are days since 1970', () => {
    expect(date.toBuffer('1970-01-02').toString('hex')).toBe('02');
    expect(date.fromBuffer(date.toBuffer('2026-11-23'))).toBe('2026-11-23');
  });

  test('that do not exist are refused', () => {
    expect(() => date.toBuffer('tomorrow')).toThrow();
  });
});
