import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { manualClock } from '#lib/clock.ts';
import { silentLog } from '#lib/log.ts';
import { databases } from '../common/testing/databases.ts';
import { breachesAt } from './breaches.ts';
import { seedAccounts } from './seed.ts';
import { type AuthApp, authApp } from './testing/authApp.ts';
import { Browser } from './testing/browser.ts';

const sha1 = (text: string): string => createHash('sha1').update(text).digest('hex').toUpperCase();
const leaked = 'correct horse battery staple';
const fresh = 'правильний кінь акумулятор';

/** Answers as the range API does: every hash of the prefix, padding among them. */
let server: Server;
let url: string;
let asked: string[];
let status: number;
beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(request.url ?? '');
    const suffix = sha1(leaked).slice(5);
    response.writeHead(status).end(`${'0'.repeat(34)}A:3\r\n${suffix}:1234\r\n${sha1(fresh).slice(5)}:0\r\n`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/range/`;
});
afterAll(() => void server.close());
beforeEach(() => {
  asked = [];
  status = 200;
});

const breaches = () => breachesAt(url, { clock: manualClock(0), log: silentLog });

describe('a breach service', () => {
  test('is told five digits of the hash, and knows what it has seen; padding is no password', async () => {
    expect([await breaches()(leaked), await breaches()(fresh)]).toEqual([true, false]);
    expect(asked).toEqual([leaked, fresh].map((password) => `/range/${sha1(password).slice(0, 5)}`));
  });

  test('that does not answer keeps nobody from a new password, and is not asked again at once', async () => {
    status = 503;
    const known = breaches();
    for (const _ of [1, 2, 3, 4]) expect(await known(leaked)).toBe(false);
    expect(asked).toHaveLength(3);
  });
});

describe.each(databases)('a password known from a breach, on %s,', (kind) => {
  let app: AuthApp;
  beforeAll(async () => {
    app = await authApp(kind, { breaches: breaches() });
  });
  afterAll(() => app.stop());

  const refused = { status: 422, body: { code: 'password_breached' } };

  test('opens no account', async () => {
    const wish = { firstName: 'Olena', lastName: 'Koval', locale: 'uk', email: 'new@company.example' };
    const register = (password: string) =>
      new Browser(app.address).ask('POST', '/api/auth/registrations', { ...wish, password });
    expect(await register(leaked)).toMatchObject(refused);
    expect((await register(fresh)).status).toBe(202);
  });

  test('replaces no other, whether it is changed or set by a mailed link', async () => {
    const login = 'olena@company.example';
    const person = { employeeId: 'p1', email: login, locale: 'en', roles: ['employee'] } as const;
    const [made] = await seedAccounts(app.world, [person]);
    const at = new Browser(app.address);
    const current = made?.password ?? '';
    await at.ask('POST', '/api/auth/sign-in', { login, password: current });
    const change = (next: string) =>
      at.ask('POST', '/api/auth/password', { currentPassword: current, newPassword: next });
    expect(await change(leaked)).toMatchObject(refused);
    await at.ask('POST', '/api/auth/password/forgotten', { login });
    await app.deliver();
    const token = /#token=([\w-]+)/.exec(app.mails.findLast(({ to }) => to === login)?.text ?? '')?.[1] ?? '';
    const reset = (newPassword: string) => at.ask('POST', '/api/auth/password/reset', { token, newPassword });
    expect(await reset(leaked)).toMatchObject(refused);
    expect((await reset(fresh)).status).toBe(204);
  });
});
