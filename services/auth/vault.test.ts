import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { authSecret, vaultOf } from './vault.ts';

const vault = vaultOf('a secret of at least thirty-two characters');

test('what is sealed opens again, and looks different each time', () => {
  const [one, two] = [vault.seal('totp', 'пароль'), vault.seal('totp', 'пароль')];
  expect(vault.open('totp', one)).toBe('пароль');
  expect(one).not.toBe(two);
});

test('a changed byte, another purpose and another key do not open', () => {
  const sealed = vault.seal('totp', 'text');
  const changed = `${sealed.slice(0, -2)}${sealed.at(-2) === 'A' ? 'B' : 'A'}${sealed.slice(-1)}`;
  expect(() => vault.open('totp', changed)).toThrow();
  expect(() => vault.open('keys', sealed)).toThrow();
  expect(() => vaultOf('another secret of thirty-two characters').open('totp', sealed)).toThrow();
});

test('without AUTH_KEY a file is made once, for its owner alone, by however many at once', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'vault-'));
  const file = join(folder, 'a', 'auth.key');
  const secrets = await Promise.all(Array.from({ length: 8 }, () => authSecret(undefined, file)));
  expect(new Set(secrets).size).toBe(1);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  await rm(folder, { recursive: true });
});

test('a short AUTH_KEY is refused', async () => {
  await expect(authSecret('short', '/nowhere')).rejects.toThrow('32 characters');
});
