import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Secret, TOTP } from 'otpauth';
import { seedAccounts } from './seed.ts';
import { type AuthApp, authApp } from './testing/authApp.ts';
import { Browser } from './testing/browser.ts';

let plain: AuthApp;
let tls: AuthApp;
let people = 0;
beforeAll(async () => {
  [plain, tls] = await Promise.all([authApp('sqlite'), authApp('sqlite', { publicUrl: 'https://leave.example.org' })]);
});
afterAll(async () => {
  await Promise.all([plain.stop(), tls.stop()]);
});

/** Somebody with an account, not signed in. */
async function somebody(app: AuthApp) {
  const employeeId = `b${++people}`;
  const login = `${employeeId}.x@company.example`;
  const [made] = await seedAccounts(app.world, [{ employeeId, email: login, locale: 'en', roles: ['employee'] }]);
  return { login, password: made?.password ?? '' };
}

const signIn = (at: Browser, { login, password }: { login: string; password: string }, otp?: string) =>
  at.ask('POST', '/api/auth/sign-in', { login, password, ...(otp && { otp }) });

describe('cookies', () => {
  test('over TLS are Secure, and have names that nothing but this host can set by TLS', async () => {
    const { headers } = await signIn(new Browser(tls.address), await somebody(tls));
    expect(headers.getSetCookie()).toEqual([
      expect.stringMatching(
        /^__Secure-leaveline_refresh=[\w-]{43}; HttpOnly; Max-Age=43200; Path=\/api\/auth; SameSite=Strict; Secure$/,
      ),
      expect.stringMatching(/^__Host-leaveline_csrf=[\w-]{43}; Max-Age=43200; Path=\/; SameSite=Strict; Secure$/),
      expect.stringMatching(
        /^__Secure-leaveline_device=[\w-]{43}; HttpOnly; Max-Age=31536000; Path=\/api\/auth; SameSite=Strict; Secure$/,
      ),
    ]);
  });

  test('over TLS keep somebody signed in, and a cookie of the plain name does not', async () => {
    const at = new Browser(tls.address);
    const { body } = await signIn(at, await somebody(tls));
    const csrf = { 'x-csrf-token': body.csrfToken };
    const other = new Browser(tls.address);
    other.cookies.set('leaveline_refresh', at.cookies.get('__Secure-leaveline_refresh') ?? '');
    expect((await other.ask('POST', '/api/auth/refresh', undefined, csrf)).status).toBe(401);
    expect((await at.ask('POST', '/api/auth/refresh', undefined, csrf)).status).toBe(200);
    const out = await at.ask('POST', '/api/auth/sign-out', undefined, csrf);
    expect([out.status, [...at.cookies.keys()]]).toEqual([204, ['__Secure-leaveline_device']]);
  });

  test('of another site’s request count for nothing, and neither does a cookie alone', async () => {
    const at = new Browser(plain.address);
    const { body } = await signIn(at, await somebody(plain));
    const good = { 'x-csrf-token': body.csrfToken };
    const bad: Record<string, string>[] = [
      { 'x-csrf-token': '' },
      { ...good, 'sec-fetch-site': 'cross-site' },
      { ...good, 'sec-fetch-site': 'same-site' },
      { ...good, origin: 'https://evil.example' },
      { ...good, origin: 'null' },
    ];
    for (const headers of bad)
      for (const path of ['/api/auth/refresh', '/api/auth/sign-out']) {
        const { status, body } = await at.ask('POST', path, undefined, headers);
        expect([headers, path, status, body?.code]).toEqual([headers, path, 403, 'csrf']);
      }
    const ours = { ...good, origin: 'http://localhost:8080', 'sec-fetch-site': 'same-origin' };
    expect((await at.ask('POST', '/api/auth/refresh', undefined, ours)).status).toBe(200);
  });

  test('are no sign-in anywhere else: without a bearer token there is nobody', async () => {
    const at = new Browser(plain.address);
    await signIn(at, await somebody(plain));
    at.token = undefined;
    for (const [method, path] of [
      ['GET', '/api/auth/me'],
      ['GET', '/api/auth/sessions'],
      ['DELETE', '/api/auth/sessions'],
    ] as const)
      expect([path, (await at.ask(method, path)).status]).toEqual([path, 401]);
  });
});

describe('a sign-in', () => {
  test('ends the session that the browser held, so that a planted one is worth nothing', async () => {
    const attacker = await somebody(plain);
    const planted = new Browser(plain.address);
    await signIn(planted, attacker);
    const victim = new Browser(plain.address);
    for (const [name, value] of planted.cookies) victim.cookies.set(name, value);
    await signIn(victim, await somebody(plain));
    expect((await planted.ask('POST', '/api/auth/refresh')).status).toBe(401);
    expect((await planted.ask('GET', '/api/auth/me')).status).toBe(401);
    expect((await victim.ask('GET', '/api/auth/me')).status).toBe(200);
    expect(victim.cookies.get('leaveline_refresh')).not.toBe(planted.cookies.get('leaveline_refresh'));
  });

  test('leaves the sessions of other browsers alone', async () => {
    const who = await somebody(plain);
    const [desk, phone] = [new Browser(plain.address), new Browser(plain.address)];
    await signIn(desk, who);
    await signIn(phone, who);
    expect((await desk.ask('GET', '/api/auth/me')).status).toBe(200);
  });
});

test('at log level trace no line holds a password, token, code, secret or mail address', async () => {
  const who = await somebody(plain);
  const at = new Browser(plain.address);
  await signIn(at, { ...who, password: 'a wrong password of the log' });
  await signIn(at, who);
  const csrf = at.cookies.get('leaveline_csrf') ?? '';
  const { body: offered } = await at.ask('POST', '/api/auth/mfa/totp', { password: who.password });
  const code = TOTP.generate({ secret: Secret.fromBase32(offered.secret), timestamp: plain.clock.now() });
  const { body: enrolled } = await at.ask('POST', '/api/auth/mfa/totp/confirm', { code });
  const [recovery] = enrolled.recoveryCodes;
  await signIn(new Browser(plain.address), who, recovery);
  await at.ask('POST', '/api/auth/password/forgotten', { login: who.login });
  await plain.deliver();
  const link = /#token=([\w-]+)/.exec(plain.mails.at(-1)?.text ?? '')?.[1];
  await at.ask('POST', '/api/auth/password/reset', { token: link, newPassword: 'short' });
  await at.ask('GET', '/api/auth/accounts');
  await at.ask('POST', '/api/auth/refresh', { password: 'in a body that nobody reads' });
  const secrets = [who.login, who.password, 'a wrong password of the log', csrf, offered.secret, code, recovery, link];
  const held = [at.token, at.cookies.get('leaveline_refresh'), 'in a body that nobody reads', 'short'];
  const all = [...secrets, ...held];
  expect(all.filter((secret) => !secret)).toEqual([]);
  expect(plain.log()).toContain('role_missing');
  expect(all.filter((secret) => plain.log().includes(String(secret)))).toEqual([]);
});
