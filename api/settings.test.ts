import { describe, expect, test } from '@jest/globals';
import { ourNames } from '#lib/http/ourNames.ts';
import { readSettings } from './settings.ts';

describe('the settings of the API', () => {
  test('are those of a single machine when nothing is set', () => {
    expect(readSettings({})).toMatchObject({
      port: 8080,
      services: { auth: 'http://localhost:8101', reports: 'http://localhost:8107' },
      names: ['localhost'],
      trustedProxies: '',
    });
  });

  test('name the hosts of the page and of others', () => {
    const { names } = readSettings({ PUBLIC_URL: 'https://leave.example.com/', ALLOWED_HOSTS: ' api, [fd00::1] ,' });
    expect(names).toEqual(['leave.example.com', 'api', '[fd00::1]']);
  });

  test('that cannot be used are all named at once', () => {
    const bad = { AUTH_URL: 'ftp://x', USER_URL: 'x', ALLOWED_HOSTS: 'a b', TRUSTED_PROXIES: 'me', PUBLIC_URL: 'y' };
    for (const name of Object.keys(bad)) expect(() => readSettings(bad)).toThrow(name);
  });
});

describe('a name', () => {
  const isOurs = ourNames(['leave.example.com', '[fd00::1]']);

  test.each(['localhost', 'LOCALHOST:8080', '127.0.0.1', '[::1]:1', 'Leave.Example.com:443', '[fd00::1]:80'])(
    '%s is ours',
    (host) => expect(isOurs(host)).toBe(true),
  );

  test.each([
    '',
    'evil.example',
    'localhost.evil.example',
    'leave.example.com.evil',
    'x@localhost',
    'localhost:80:80',
    '[::1',
    'localhost:x',
  ])('%j is not', (host) => expect(isOurs(host)).toBe(false));
});
