import { expect, test } from '@jest/globals';
import { plan } from './keys.ts';

const day = 86_400_000;
const minute = 60_000;
const key = (keyId: string, createdAt: number) => ({ keyId, createdAt });

test('without a key one is made; the first signs at once', () => {
  expect(plan([], 0)).toEqual({ signer: null, drop: [], create: true });
  expect(plan([key('a', 0)], 1)).toEqual({ signer: 'a', drop: [], create: false });
});

test('after thirty days a new key is published, and signs only when everybody can know it', () => {
  const keys = [key('a', 0), key('b', 30 * day)];
  expect(plan(keys.slice(0, 1), 30 * day).create).toBe(true);
  expect(plan(keys, 30 * day + 15 * minute - 1)).toEqual({ signer: 'a', drop: [], create: false });
  expect(plan(keys, 30 * day + 15 * minute).signer).toBe('b');
});

test('an old key stays published until every token that it has signed has ended', () => {
  const keys = [key('a', 0), key('b', 30 * day)];
  expect(plan(keys, 30 * day + 75 * minute - 1).drop).toEqual([]);
  expect(plan(keys, 30 * day + 75 * minute).drop).toEqual(['a']);
});

test('two first keys made at once by two processes: both agree on the one that signs', () => {
  const keys = [key('b', 0), key('a', 0)];
  expect(plan(keys, 1).signer).toBe(plan([...keys].reverse(), 1).signer);
});
