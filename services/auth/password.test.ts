import { expect, test } from '@jest/globals';
import { commonPasswords } from './commonPasswords.ts';
import { hashPassword, shortestPassword, verifyPassword, weaknessOf } from './password.ts';

test('a password holds against its own hash only, in any Unicode form', async () => {
  const hash = await hashPassword('Å ngstrom ﬁ café');
  expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(await verifyPassword(hash, 'Å ngstrom fi café')).toBe(true);
  expect(await verifyPassword(hash, 'something else')).toBe(false);
});

test('one password has another hash each time', async () => {
  expect(await hashPassword('the same words')).not.toBe(await hashPassword('the same words'));
});

test('nobody has the login: false, in the time of a real check', async () => {
  const hash = await hashPassword('a long enough one');
  await verifyPassword(null, 'warm up');
  const median = async (stored: string | null) => {
    const times: number[] = [];
    for (let round = 0; round < 15; round++) {
      const from = performance.now();
      expect(await verifyPassword(stored, 'wrong')).toBe(false);
      times.push(performance.now() - from);
    }
    return times.sort((a, b) => a - b)[7] ?? 0;
  };
  const ratio = (await median(null)) / (await median(hash));
  expect(ratio).toBeGreaterThan(0.5);
  expect(ratio).toBeLessThan(2);
});

test.each([
  ['short', 'too_short'],
  ['x'.repeat(129), 'too_long'],
  ['aaaaaaaaaaaa', 'too_common'],
  ['Password1234!', 'too_common'],
  ['qwertyqwerty', 'too_common'],
  ['slavaukraini2026', 'too_common'],
  ['пароль123456', 'too_common'],
  ['needforspeed', 'too_common'],
  ['NeedForSpeed2019', 'too_common'],
  ['1q2w3e4r5t6y7u8i', 'too_common'],
  ['my leaveline account', 'too_common'],
  ['olena.koval is me', 'too_personal'],
  ['three green boats', null],
  ['п’ять зелених човнів', null],
])('%s is %s', (password, weakness) => {
  expect(weaknessOf(password, 'olena.koval@company.example')).toBe(weakness);
});

test('of the common passwords that are long enough there are far more than 3000, and all are refused', () => {
  const listed = [...commonPasswords(shortestPassword)];
  expect(listed.length).toBeGreaterThan(10_000);
  expect(listed.filter((text) => weaknessOf(text, 'nobody@company.example') === null)).toEqual([]);
});
