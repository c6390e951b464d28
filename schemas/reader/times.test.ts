import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { instantOf } from './times.ts';

function said(written: unknown): string | undefined {
  const instant = instantOf(written);
  return instant === undefined ? undefined : new Date(instant).toISOString();
}

describe('a point in time', () => {
  test.each([
    '2026-11-30T16:43:00Z',
    '2026-11-30t16:43:00z',
    '2026-11-30 16:43:00Z',
    '2026-11-30T16:43Z',
    '2026-11-30 16:43 Z',
    '2026-11-30T16:43:00.000000000Z',
    '2026-11-30T16:43:00,000Z',
    '2026-11-30T16:43:00+00:00',
    '2026-11-30T16:43:00-00:00',
    '2026-11-30T16:43:00+0000',
    '2026-11-30T16:43:00+00',
    '2026-11-30T18:43:00+02:00',
    '2026-11-30T18:43:00+0200',
    '2026-11-30 18:43+02',
    '2026-11-30T18:43:00+02:00[Europe/Kyiv]',
    '2026-11-30T11:13:00-05:30',
    1_796_056_980,
    1_796_056_980_000,
    1_796_056_980_000_000,
    1_796_056_980_000_000_000,
  ])('may be written %s', (written) => {
    expect(said(written)).toBe('2026-11-30T16:43:00.000Z');
  });

  test.each([
    ['2026-11-30T16:43:00.370582Z', '370'],
    ['2026-11-30T16:43:00.3Z', '300'],
    ['2026-11-30T16:43:00.0009999Z', '000'],
    [1_796_056_980.37, '370'],
    [1_796_056_980_370_582, '370'],
    [1_796_056_980_370_582_000, '370'],
  ])('is cut to milliseconds: %s', (written, ms) => {
    expect(said(written)).toBe(`2026-11-30T16:43:00.${ms}Z`);
  });

  test('is a leap second the instant at which the next day begins', () => {
    expect(said('2016-12-31T23:59:60Z')).toBe('2017-01-01T00:00:00.000Z');
  });

  test.each([
    '2026-11-30T16:43:00',
    '2026-11-30 16:43:00.370582',
    '2026-11-30',
    '16:43:00Z',
    '2026-02-30T16:43:00Z',
    '2026-13-01T16:43:00Z',
    '2026-00-01T16:43:00Z',
    '2026-11-00T16:43:00Z',
    '2026-11-30T24:00:00Z',
    '2026-11-30T16:60:00Z',
    '2026-11-30T16:43:61Z',
    '2026-11-30T16:43:00+24:00',
    '2026-11-30T16:43:00+02:60',
    '2026-11-30T16:43:00 Kyiv',
    '2026-11-30T16:43:00EET',
    '20261130T164300Z',
    '30.11.2026 16:43',
    'Mon, 30 Nov 2026 16:43:00 GMT',
    '+012026-11-30T16:43:00Z',
    '1796056980',
    'now',
    '',
    ' ',
    null,
    undefined,
    true,
    {},
    [1_796_056_980],
    0,
    1,
    -1,
    Number.NaN,
    Number.POSITIVE_INFINITY,
  ])('is none: %j', (written) => {
    expect(instantOf(written)).toBeUndefined();
  });

  test.each([
    ['the digits of a date', 20_261_130],
    ['the digits of a minute', 202_611_301_643],
    ['the ticks of .NET', 639_000_000_000_000_000],
    ['the file time of Windows', 134_000_000_000_000_000],
    ['minutes', 29_934_283],
  ])('is not guessed from %s', (_what, number) => {
    expect(instantOf(number)).toBeUndefined();
  });

  test('is the same in every unit and every spelling', () => {
    const seconds = fc.integer({ min: 1_000_000_000, max: 4_000_000_000 });
    fc.assert(
      fc.property(
        seconds,
        fc.constantFrom('T', 't', ' '),
        fc.constantFrom('Z', 'z', '+00:00', '+0000', '+00'),
        (s, t, z) => {
          const text = new Date(s * 1e3).toISOString().replace('T', t).replace('.000Z', z);
          expect([text, s, s * 1e3, s * 1e6, s * 1e9].map(instantOf)).toEqual(Array(5).fill(s * 1e3));
        },
      ),
    );
  });
});
