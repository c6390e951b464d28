import { isDeepStrictEqual } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Json } from '#lib/canonicalJson.ts';
import { markOf, sealOf, type Written } from './mark.ts';

const written: Written = {
  source: '/idp',
  id: '42',
  type: 'auth.login.failed',
  time: '2026-07-01T10:00:00Z',
  data: { login: 'zoë@example.org', reason: 'wrong password' },
};

const anyWritten = fc.record({
  source: fc.constantFrom('/a', '/b', '/a/b'),
  id: fc.constantFrom('1', '2', '/b'),
  type: fc.constantFrom('x', 'y'),
  time: fc.constantFrom(null, '2026-07-01T10:00:00Z', '1782900000'),
  data: fc.dictionary(fc.string(), fc.jsonValue()) as fc.Arbitrary<Written['data']>,
});

/** The same value with the names of every object in another order. */
function turned<V extends Json>(value: V): V;
function turned(value: Json): Json {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(turned);
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([name, inner]) => [name, turned(inner)]),
  );
}

describe('the mark of what a publisher wrote', () => {
  test('is the same text in every version of this program', () => {
    expect(markOf(written)).toBe('becdd1b5efd923a0232231bd0fc150a9');
  });

  test('is the same for a copy, whatever the order of its names', () => {
    fc.assert(fc.property(anyWritten, (one) => expect(markOf({ ...one, data: turned(one.data) })).toBe(markOf(one))));
  });

  test.each([
    ['1', '1.0'],
    ['100', '1e2'],
    ['0', '-0'],
    ['"ї"', '"\\u0457"'],
    ['{"a":1,"b":2}', ' {\n"b" : 2, "a" : 1 } '],
  ])('does not see how JSON spells a value: %s is %s', (one, other) => {
    expect(markOf({ ...written, data: { it: JSON.parse(one) } })).toBe(
      markOf({ ...written, data: { it: JSON.parse(other) } }),
    );
  });

  test('is another one when source, id, type, time or anything in the data is another', () => {
    const asRead = (one: Written): unknown => JSON.parse(JSON.stringify(one));
    fc.assert(
      fc.property(anyWritten, anyWritten, (a, b) => {
        expect(markOf(a) === markOf(b)).toBe(isDeepStrictEqual(asRead(a), asRead(b)));
      }),
    );
    const others = [
      { source: '/idp/2' },
      { id: '43' },
      { type: 'auth.login.succeeded' },
      { time: null },
      { time: '2026-07-01T10:00:00.000Z' },
      { data: { login: 'zoë@example.org', reason: 'wrong password', attempt: 1 } },
      { data: { login: 'zoë@example.org', reason: null } },
    ];
    const marks = others.map((other) => markOf({ ...written, ...other }));
    expect(new Set([markOf(written), ...marks]).size).toBe(others.length + 1);
  });

  test('cannot be met by moving text from one part to the next', () => {
    expect(markOf({ ...written, source: '/idp', id: '42' })).not.toBe(markOf({ ...written, source: '/idp4', id: '2' }));
  });

  test('is the same for an event of which something was taken away, with the seal of it', () => {
    const seals = new Map([['login', sealOf(written, 'login', 'zoë@example.org')]]);
    const blank = { ...written, data: { ...written.data, login: null } };
    expect(markOf(blank, seals)).toBe(markOf(written));
    expect(markOf(blank)).not.toBe(markOf(written));
  });

  test('has seals that tell nothing of equal values in other events or fields', () => {
    const seals = [
      sealOf(written, 'login', 'a'),
      sealOf(written, 'ip', 'a'),
      sealOf({ ...written, id: '43' }, 'login', 'a'),
      sealOf({ ...written, source: '/b' }, 'login', 'a'),
    ];
    expect(new Set(seals).size).toBe(seals.length);
  });
});
