import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { Secret, TOTP } from 'otpauth';
import { eventType } from '#schemas/catalogue.ts';
import type { AnyEvent } from '#schemas/event.ts';
import { databases } from '../common/testing/databases.ts';
import { count, limits } from './rates.ts';
import { registrationRule } from './registrationRule.ts';
import { hear } from './replica.ts';
import { seedAccounts } from './seed.ts';
import { type AuthApp, authApp } from './testing/authApp.ts';
import { Browser, type BrowserOptions } from './testing/browser.ts';
import { tidyOnce } from './tidy.ts';

const password = 'three green boats';
const other = 'seven quiet lamps';

describe.each(databases)('auth on %s', (kind) => {
  let app: AuthApp;
  let people = 0;

  beforeAll(async () => {
    app = await authApp(kind);
  });
  afterAll(() => app.stop());
  afterEach(() => app.clock.set(Date.now()));

  const browser = (options?: BrowserOptions) => new Browser(app.address, options);
  const signIn = (at: Browser, login: string, text: string, otp?: string) =>
    at.ask('POST', '/api/auth/sign-in', { login, password: text, ...(otp && { otp }) });
  const typesOf = async (login: string) =>
    (await app.events())
      .filter(({ data }) => data.login === login)
      .map(({ type, data }) => (data.reason ? `${type} ${data.reason}` : type));
  /** Who did what was told of an account, by type and reason. */
  const actorsOf = async (login: string) =>
    Object.fromEntries(
      (await app.events())
        .filter(({ data }) => data.login === login && 'by' in data)
        .map(({ type, data }) => [`${type} ${data.reason}`, data.by]),
    );
  const tokenIn = (mail: { text: string } | undefined) => /#token=([\w-]+)/.exec(mail?.text ?? '')?.[1] ?? 'none';
  const advance = (ms: number) => app.clock.set(app.clock.now() + ms);

  /** Somebody with an account and, unless said otherwise, signed in. */
  async function somebody(roles: readonly ('employee' | 'admin')[] = ['employee']) {
    const employeeId = `p${++people}`;
    const login = `${employeeId}.x@company.example`;
    const [made] = await seedAccounts(app.world, [{ employeeId, email: login, locale: 'en', roles }]);
    const at = browser();
    const secret = made?.password ?? '';
    expect((await signIn(at, login, secret)).status).toBe(200);
    return { employeeId, login, password: secret, at };
  }

  describe('registration', () => {
    const wish = { password, firstName: 'Olena', lastName: 'Koval', locale: 'uk' };

    test('a mailed link makes the account, announces the person, and holds once', async () => {
      const email = 'Olena.New@company.example';
      expect((await browser().ask('POST', '/api/auth/registrations', { ...wish, email })).status).toBe(202);
      expect((await signIn(browser(), email, password)).status).toBe(401);
      await app.deliver();
      const token = tokenIn(app.mails.at(-1));
      expect((await browser().ask('POST', '/api/auth/registrations/confirm', { token })).status).toBe(204);
      expect((await browser().ask('POST', '/api/auth/registrations/confirm', { token })).body.code).toBe('link_over');
      const announced = (await app.events()).filter(({ type }) => type === 'user.registered').at(-1);
      expect(announced?.data).toMatchObject({ email: email.toLowerCase(), firstName: 'Olena', locale: 'uk' });
      const me = await signIn(browser(), email, password);
      const { employeeId } = announced?.data ?? {};
      expect(me.body.person).toEqual({ employeeId, roles: ['employee'], rolesWithheld: [], locale: 'uk' });
    });

    test('an address that the company does not know gets the same answer and no mail, and no link holds for it', async () => {
      const { world } = app;
      const ask = (email: string) => browser().ask('POST', '/api/auth/registrations', { ...wish, email });
      await ask('early@elsewhere.example');
      await app.deliver();
      const early = tokenIn(app.mails.at(-1));
      const { mayRegister } = world;
      Object.assign(world, { mayRegister: registrationRule('domains', ['company.example'], []) });
      expect((await ask('stranger@elsewhere.example')).status).toBe(202);
      expect((await ask('ours@company.example')).status).toBe(202);
      await app.deliver();
      const late = app.mails.slice(-2).map(({ to }) => to);
      expect([late.includes('ours@company.example'), late.includes('stranger@elsewhere.example')]).toEqual([
        true,
        false,
      ]);
      const confirmed = await browser().ask('POST', '/api/auth/registrations/confirm', { token: early });
      expect(confirmed.body.code).toBe('link_over');
      Object.assign(world, { mayRegister });
    });

    test('an address that has an account gets the same answer, and another mail', async () => {
      const { login } = await somebody();
      const known = await browser().ask('POST', '/api/auth/registrations', { ...wish, email: login });
      const unknown = await browser().ask('POST', '/api/auth/registrations', { ...wish, email: 'who@company.example' });
      expect([known.status, known.body]).toEqual([unknown.status, unknown.body]);
      await app.deliver();
      expect(app.mails.find(({ to }) => to === login)?.text).not.toContain('token');
    });

    test('the address named in AUTH_ADMINS becomes an administrator', async () => {
      await browser().ask('POST', '/api/auth/registrations', { ...wish, email: 'boss@company.example' });
      await app.deliver();
      await browser().ask('POST', '/api/auth/registrations/confirm', { token: tokenIn(app.mails.at(-1)) });
      expect((await signIn(browser(), 'boss@company.example', password)).body.person.roles).toEqual([
        'employee',
        'admin',
      ]);
    });

    test('a password that everybody guesses first is refused', async () => {
      const asked = { ...wish, email: 'weak@company.example', password: 'Password1234!' };
      expect((await browser().ask('POST', '/api/auth/registrations', asked)).body.code).toBe('password_too_common');
    });
  });

  describe('signing in', () => {
    test('success and failure are events with reason, address and client', async () => {
      const { login, password: right, employeeId } = await somebody();
      const at = browser({ ip: '198.51.100.9', agent: 'Curl' });
      expect((await signIn(at, login, 'wrong')).body.code).toBe('sign_in_refused');
      expect((await signIn(at, login.toUpperCase(), right)).status).toBe(200);
      const [, failed, succeeded] = (await app.events()).filter(({ data }) => data.login === login);
      const from = { employeeId, login, ip: '198.51.100.9', userAgent: 'Curl' };
      expect(failed).toMatchObject({ type: 'auth.login.failed', data: { ...from, reason: 'bad_password' } });
      expect(succeeded).toMatchObject({ type: 'auth.login.succeeded', data: { ...from, method: 'password' } });
    });

    test('is over for who has left, though they were told to have left after a newer change of their profile', async () => {
      const { employeeId, login, password: right, at } = await somebody();
      const hears = (type: string, occurredAt: number, data: object) => {
        const fields = eventType(type)?.json.parse({ employeeId, ...data }) as object;
        const event = { redacted: false, ...fields, type, eventId: randomUUID(), occurredAt } as unknown as AnyEvent;
        return app.database.transaction((trx) => hear(app.world, { event, traceparent: null }, trx));
      };
      await hears('user.registered', 1, { email: login });
      await hears('user.updated', 3, { email: login, firstName: 'Olena' });
      await hears('user.deactivated', 2, { lastDay: '2026-06-01' });
      expect((await at.ask('GET', '/api/auth/me')).status).toBe(401);
      expect((await signIn(browser(), login, right)).status).toBe(401);
    });

    test('an unknown login, a wrong password and a locked account get the same answer', async () => {
      const { login, password: right } = await somebody();
      const shape = async (page: ReturnType<typeof signIn>) => {
        const { status, body } = await page;
        return { status, ...body, requestId: '' };
      };
      const wrong = await shape(signIn(browser(), login, 'wrong'));
      const unknown = await shape(signIn(browser(), 'nobody@company.example', 'wrong'));
      await signIn(browser(), login, 'wrong');
      const locked = await shape(signIn(browser(), login, right));
      expect(unknown).toEqual(wrong);
      expect(locked).toEqual(wrong);
    });

    test('two quick failures lock; while locked even the right password is refused, and the lock ends by itself', async () => {
      const { login, password: right } = await somebody();
      await signIn(browser(), login, 'wrong');
      await signIn(browser(), login, 'wrong');
      expect((await signIn(browser(), login, right)).status).toBe(401);
      advance(61_000);
      expect((await signIn(browser(), login, right)).status).toBe(200);
      expect(await typesOf(login)).toEqual([
        'auth.login.succeeded',
        'auth.login.failed bad_password',
        'auth.login.failed bad_password',
        'auth.account.locked too_many_failures',
        'auth.login.failed locked',
        'auth.login.succeeded',
      ]);
    });

    test('an unknown login is an event of nobody', async () => {
      await signIn(browser(), 'ghost@company.example', 'wrong');
      const [event] = (await app.events()).filter(({ data }) => data.login === 'ghost@company.example');
      expect(event?.data).toMatchObject({ reason: 'unknown_login' });
      expect(event?.data.employeeId ?? null).toBeNull();
    });

    test('the eleventh attempt on one login within a minute is refused before anything is looked at', async () => {
      advance(60_000);
      const tries: number[] = [];
      for (let n = 0; n < 11; n++) tries.push((await signIn(browser(), 'many@company.example', 'wrong')).status);
      expect([tries.slice(0, 10).every((status) => status === 401), tries[10]]).toEqual([true, 429]);
    });

    test('who guesses at one address locks out nobody but that address: neither a known device there nor another address', async () => {
      const { login, password: right, at } = await somebody();
      for (let guess = 0; guess < 2; guess++) await signIn(browser(), login, 'wrong');
      expect((await signIn(browser(), login, right)).status).toBe(401);
      expect((await signIn(at, login, right)).status).toBe(200);
      expect((await signIn(browser({ ip: '198.51.100.30' }), login, right)).status).toBe(200);
    });

    test('a known device of one person is none of another', async () => {
      const [one, other] = [await somebody(), await somebody()];
      for (let guess = 0; guess < 2; guess++) await signIn(browser(), other.login, 'wrong');
      expect((await signIn(one.at, other.login, other.password)).status).toBe(401);
      advance(61_000);
      const planted = one.at.cookies.get('leaveline_device');
      await signIn(one.at, other.login, other.password);
      expect(one.at.cookies.get('leaveline_device')).not.toBe(planted);
    });

    test('guesses from a known device lock that device', async () => {
      const { login, password: right, at } = await somebody();
      for (let guess = 0; guess < 2; guess++) await signIn(at, login, 'wrong');
      expect((await signIn(at, login, right)).status).toBe(401);
      expect((await signIn(browser(), login, right)).status).toBe(200);
    });

    test('182 guesses from one address in eight hours keep its owner from nothing', async () => {
      const { login, password: right, at } = await somebody();
      const statuses = new Set<number>();
      for (let guess = 0; guess < 182; guess++) {
        advance((8 * 3_600_000) / 182);
        await signIn(browser({ ip: '198.51.100.31' }), login, 'wrong');
        if (guess % 20 === 0) statuses.add((await signIn(at, login, right)).status);
        if (guess % 20 === 1) statuses.add((await signIn(browser(), login, right)).status);
      }
      expect(statuses).toEqual(new Set([200]));
    }, 120_000);

    test('an address with a hundred failures lets in whose first attempt is right, and no login that has failed there', async () => {
      advance(3_600_000);
      const ip = '198.51.100.32';
      const [one, other] = [await somebody(), await somebody()];
      await app.database.transaction(async (trx) => {
        for (let n = 0; n < 99; n++) await count(app.world, trx, 'failuresByAddress', ip);
      });
      await signIn(browser({ ip }), one.login, 'wrong');
      expect((await signIn(browser({ ip }), other.login, other.password)).status).toBe(200);
      expect((await signIn(browser({ ip }), one.login, one.password)).status).toBe(429);
      expect((await signIn(one.at, one.login, one.password)).status).toBe(200);
    });

    test('many failures from everywhere lock an account but for known devices and who uses a mailed link', async () => {
      advance(3_600_000);
      const { login, password: right, at, employeeId } = await somebody();
      await app.database.transaction(async (trx) => {
        for (let n = 0; n < limits.failuresByAccount.most - 1; n++)
          await count(app.world, trx, 'failuresByAccount', employeeId);
      });
      await signIn(browser({ ip: '198.51.100.33' }), login, 'wrong');
      expect(await typesOf(login)).toContain('auth.account.locked too_many_failures');
      const fresh = browser({ ip: '198.51.100.34' });
      expect((await signIn(fresh, login, right)).status).toBe(401);
      expect((await signIn(at, login, right)).status).toBe(200);
      await fresh.ask('POST', '/api/auth/password/forgotten', { login });
      await app.deliver();
      const reset = { token: tokenIn(app.mails.at(-1)), newPassword: 'seven slow clouds over hills' };
      expect((await fresh.ask('POST', '/api/auth/password/reset', reset)).status).toBe(204);
      expect((await signIn(fresh, login, reset.newPassword)).status).toBe(200);
    });

    test('guessing in parallel counts every guess once, and locks', async () => {
      const { login, password: right } = await somebody();
      await Promise.all(Array.from({ length: 5 }, () => signIn(browser(), login, 'wrong')));
      expect((await signIn(browser(), login, right)).status).toBe(401);
      const locks = (await typesOf(login)).filter((type) => type.startsWith('auth.account.locked'));
      expect(locks).toHaveLength(1);
    });
  });

  describe('another address', () => {
    let hour = 0;
    /** The company enters it: what HR changes at the user service arrives as an event. */
    const entered = async (employeeId: string, email: string) => {
      const fields = eventType('user.updated')?.json.parse({ employeeId, email }) as object;
      const occurredAt = Date.parse('2026-06-01T07:00:00Z') + ++hour * 3_600_000;
      const event = { redacted: false, ...fields, type: 'user.updated', eventId: randomUUID(), occurredAt };
      await app.database.transaction((trx) =>
        hear(app.world, { event: event as unknown as AnyEvent, traceparent: null }, trx),
      );
      const before = app.mails.length;
      await app.deliver();
      return new Map(app.mails.slice(before).map((mail) => [mail.to, mail]));
    };
    const confirm = (mail: { text: string } | undefined) =>
      browser().ask('POST', '/api/auth/address/confirm', { token: tokenIn(mail) });
    const stepsOf = async (id: string) =>
      (await app.events())
        .filter(({ type, data }) => type === 'auth.address.change_noted' && data.employeeId === id)
        .map(({ data }) => data.step);

    test('is signed in with once it is confirmed from there, and the old one was told', async () => {
      const { employeeId, login, password: right, at } = await somebody();
      const next = `new.${login}`;
      const mails = await entered(employeeId, next);
      expect(mails.get(login)?.text).toContain(next);
      expect((await signIn(browser(), next, right)).status).toBe(401);
      expect((await at.ask('GET', '/api/auth/me')).status).toBe(200);
      await browser().ask('POST', '/api/auth/password/forgotten', { login: next });
      const before = app.mails.length;
      await app.deliver();
      expect(app.mails.slice(before)).toEqual([]);
      expect((await confirm(mails.get(next))).status).toBe(204);
      expect((await confirm(mails.get(next))).body.code).toBe('link_over');
      expect((await at.ask('GET', '/api/auth/me')).status).toBe(401);
      expect((await signIn(browser(), login, right)).status).toBe(401);
      expect((await signIn(browser({ ip: '198.51.100.40' }), next, right)).status).toBe(200);
      expect(await stepsOf(employeeId)).toEqual(['asked', 'confirmed', 'done']);
    });

    test('of who is more than an employee needs the owner, too: HR cannot become an administrator by it', async () => {
      const { employeeId, login, password: right } = await somebody(['employee', 'admin']);
      const next = `taken.${login}`;
      const mails = await entered(employeeId, next);
      expect((await confirm(mails.get(next))).status).toBe(204);
      expect((await signIn(browser(), next, right)).status).toBe(401);
      expect((await signIn(browser(), login, right)).status).toBe(200);
      expect((await confirm(mails.get(login))).status).toBe(204);
      expect((await signIn(browser({ ip: '198.51.100.41' }), next, right)).status).toBe(200);
      expect(await stepsOf(employeeId)).toEqual(['asked', 'confirmed', 'agreed', 'done']);
    });

    test('whose owner cannot be asked needs two administrators, none of them the owner', async () => {
      const [one, two, owner] = [
        await somebody(['employee', 'admin']),
        await somebody(['employee', 'admin']),
        await somebody(['employee', 'admin']),
      ];
      const next = `lost.${owner.login}`;
      const mails = await entered(owner.employeeId, next);
      const approve = (by: Browser) => by.ask('POST', `/api/auth/accounts/${owner.employeeId}/address/approve`);
      await confirm(mails.get(next));
      expect((await approve(owner.at)).body.code).toBe('own_account');
      for (const by of [one.at, one.at]) expect((await approve(by)).status).toBe(204);
      expect((await signIn(browser(), next, owner.password)).status).toBe(401);
      expect((await approve(two.at)).status).toBe(204);
      expect((await signIn(browser({ ip: '198.51.100.42' }), next, owner.password)).status).toBe(200);
      expect((await approve(two.at)).body.code).toBe('no_address_change');
    });

    test('that is taken back, or replaced by a third, leaves its links without effect', async () => {
      const { employeeId, login, password: right } = await somebody();
      const first = await entered(employeeId, `first.${login}`);
      await entered(employeeId, login);
      expect((await confirm(first.get(`first.${login}`))).body.code).toBe('link_over');
      expect((await signIn(browser(), login, right)).status).toBe(200);
    });
  });

  describe('what was refused', () => {
    const from = { ip: '198.51.100.77', userAgent: 'Curl' };
    const curl = () => browser({ ip: from.ip, agent: from.userAgent });
    const refused = async () =>
      (await app.events())
        .filter(({ data }) => data.ip === from.ip && data.userAgent === from.userAgent)
        .map(({ type, data }): Readonly<Record<string, unknown>> => ({ type, ...data }));
    const last = async () => (await refused()).at(-1);

    test('by a limit of the login is one event for each minute, as a failed sign-in', async () => {
      const { login, employeeId } = await somebody();
      advance(60_000);
      for (let n = 0; n < 13; n++) await signIn(curl(), login, 'wrong');
      const told = (await refused()).filter(({ reason }) => reason === 'rate_limited');
      expect(told).toEqual([{ type: 'auth.login.failed', employeeId, login, ...from, reason: 'rate_limited' }]);
    });

    test('by the limit of failures of an address is an event once an hour', async () => {
      advance(3_600_000);
      const at = browser({ ip: '198.51.100.78' });
      const { database } = app.world;
      await database.transaction(async (trx) => {
        for (let n = 0; n < 99; n++) await count(app.world, trx, 'failuresByAddress', '198.51.100.78');
      });
      for (let n = 0; n < 4; n++) await signIn(at, 'guess@company.example', 'wrong');
      const told = (await app.events()).filter(
        ({ data }) => data.ip === '198.51.100.78' && data.reason === 'rate_limited',
      );
      expect(told.map(({ data }) => data.login)).toEqual(['guess@company.example']);
    });

    test('for want of the second factor tells that the password was right', async () => {
      const { at, login, password: right, employeeId } = await somebody();
      const { body } = await at.ask('POST', '/api/auth/mfa/totp', { password: right });
      const code = TOTP.generate({ secret: Secret.fromBase32(body.secret), timestamp: app.clock.now() });
      const wrong = { code: code === '000000' ? '111111' : '000000' };
      expect((await at.ask('POST', '/api/auth/mfa/totp/confirm', wrong)).body.code).toBe('wrong_code');
      expect(await typesOf(login)).toContain('auth.action.refused bad_otp');
      const enrolled = await at.ask('POST', '/api/auth/mfa/totp/confirm', { code });
      expect((await signIn(curl(), login, right)).body.code).toBe('otp_required');
      const expected = { type: 'auth.action.refused', action: 'second_factor', reason: 'otp_required' };
      expect(await last()).toEqual({ ...expected, employeeId, login, ...from });
      expect((await signIn(curl(), login, right, 'abcdef')).status).toBe(401);
      expect(await last()).toMatchObject({ type: 'auth.login.failed', reason: 'bad_otp' });
      advance(2_000);
      await signIn(curl(), login, right, enrolled.body.recoveryCodes[0]);
      expect(await last()).toMatchObject({ type: 'auth.login.succeeded', method: 'recovery_code' });
    });

    test('at a refresh or a sign-out names the session’s person where there is one', async () => {
      const { at, login, employeeId } = await somebody();
      const stranger = curl();
      stranger.cookies.set('leaveline_refresh', 'a'.repeat(43));
      const stray = { type: 'auth.action.refused', employeeId: null, login: null, ...from };
      for (const [path, action] of [
        ['refresh', 'refresh'],
        ['sign-out', 'sign_out'],
      ] as const) {
        await stranger.ask('POST', `/api/auth/${path}`);
        expect(await last()).toEqual({ ...stray, action, reason: 'unknown_token' });
        stranger.cookies.set('leaveline_refresh', 'a'.repeat(43));
      }
      const same = curl();
      for (const [name, value] of at.cookies) same.cookies.set(name, value);
      for (const [path, action] of [
        ['refresh', 'refresh'],
        ['sign-out', 'sign_out'],
      ] as const) {
        await same.ask('POST', `/api/auth/${path}`, undefined, { 'x-csrf-token': '' });
        expect(await last()).toEqual({ ...stray, employeeId, login, action, reason: 'csrf' });
      }
      advance(31 * 60_000);
      expect((await same.ask('POST', '/api/auth/refresh')).status).toBe(401);
      expect(await last()).toEqual({ ...stray, employeeId, login, action: 'refresh', reason: 'session_ended' });
    });

    test('of tokens that nobody holds is told a hundred times an hour, no more', async () => {
      advance(3_600_000);
      const at = browser({ ip: '198.51.100.79' });
      for (let n = 0; n < 103; n++) {
        at.cookies.set('leaveline_refresh', `${n}`.padStart(43, 'b'));
        await at.ask('POST', '/api/auth/refresh');
      }
      expect((await app.events()).filter(({ data }) => data.ip === '198.51.100.79')).toHaveLength(100);
    });

    test('of links: one that is used or never was, and accounts that are there already', async () => {
      const { login } = await somebody();
      await curl().ask('POST', '/api/auth/password/forgotten', { login });
      expect(await last()).toMatchObject({ type: 'auth.link.requested', purpose: 'password_reset', login, ...from });
      await app.deliver();
      const reset = (token: string) => curl().ask('POST', '/api/auth/password/reset', { token, newPassword: other });
      const token = tokenIn(app.mails.at(-1));
      await reset(token);
      expect((await reset(token)).body.code).toBe('link_over');
      const nobody = { employeeId: null, login: null, ...from };
      expect(await last()).toEqual({
        type: 'auth.action.refused',
        action: 'password_reset',
        reason: 'link_over',
        ...nobody,
      });
      const confirm = (text: string) => curl().ask('POST', '/api/auth/registrations/confirm', { token: text });
      await confirm('x'.repeat(43));
      expect(await last()).toMatchObject({ action: 'registration_confirm', reason: 'link_over', ...nobody });
      const email = 'twice@company.example';
      const links: string[] = [];
      for (let n = 0; n < 2; n++) {
        await curl().ask('POST', '/api/auth/registrations', {
          email,
          password,
          firstName: 'Olena',
          lastName: 'Koval',
        });
        await app.deliver();
        links.push(tokenIn(app.mails.at(-1)));
      }
      expect((await confirm(links[0] ?? '')).status).toBe(204);
      expect(await last()).toMatchObject({ type: 'auth.account.created', login: email, roles: ['employee'], ...from });
      expect((await confirm(links[1] ?? '')).body.code).toBe('link_over');
      expect(await last()).toMatchObject({ action: 'registration_confirm', reason: 'account_exists', login: email });
    });

    test('by a limit of mails, links and proofs is told with what was tried', async () => {
      const { at, login, password: right } = await somebody();
      for (let n = 0; n < 7; n++) await curl().ask('POST', '/api/auth/password/forgotten', { login });
      expect(await last()).toMatchObject({ action: 'password_forgotten', reason: 'rate_limited', login });
      await app.deliver();
      for (let n = 0; n < 12; n++)
        await at.ask('POST', '/api/auth/password', { currentPassword: `${right}!`, newPassword: other });
      const proofs = (await app.events()).filter(({ data }) => data.login === login && data.action === 'proof');
      expect(proofs.map(({ data }) => data.reason)).toEqual(['rate_limited']);
    });
  });

  describe('sessions', () => {
    test('the refresh token is an HttpOnly, SameSite=Strict cookie of auth alone, and in no body', async () => {
      const { login, password: right } = await somebody();
      const page = await signIn(browser(), login, right);
      const [cookie = ''] = page.headers.getSetCookie();
      expect(cookie).toMatch(
        /^leaveline_refresh=[\w-]{43}; HttpOnly; Max-Age=43200; Path=\/api\/auth; SameSite=Strict$/,
      );
      expect(JSON.stringify(page.body)).not.toContain(cookie.slice(18, 61));
    });

    test('each refresh gives another token, and a new access token that holds', async () => {
      const { at } = await somebody();
      const first = at.cookies.get('leaveline_refresh');
      expect((await at.ask('POST', '/api/auth/refresh')).status).toBe(200);
      expect(at.cookies.get('leaveline_refresh')).not.toBe(first);
      expect((await at.ask('GET', '/api/auth/me')).status).toBe(200);
    });

    test('without the CSRF token, with another’s, or from another site nothing is refreshed', async () => {
      const { at } = await somebody();
      const foreign = (await somebody()).at.cookies.get('leaveline_csrf') ?? '';
      for (const headers of [{ 'x-csrf-token': '' }, { 'x-csrf-token': foreign }, { 'sec-fetch-site': 'cross-site' }]) {
        expect((await at.ask('POST', '/api/auth/refresh', undefined, headers)).body.code).toBe('csrf');
        expect((await at.ask('POST', '/api/auth/sign-out', undefined, headers)).body.code).toBe('csrf');
      }
    });

    test('a token that comes again later ends the session, with an event', async () => {
      const { at, login } = await somebody();
      const thief = browser({ ip: '192.0.2.66' });
      for (const [name, value] of at.cookies) thief.cookies.set(name, value);
      await at.ask('POST', '/api/auth/refresh');
      advance(10_001);
      expect((await thief.ask('POST', '/api/auth/refresh')).status).toBe(401);
      expect((await at.ask('POST', '/api/auth/refresh')).status).toBe(401);
      expect((await at.ask('GET', '/api/auth/me')).status).toBe(401);
      const event = (await app.events()).findLast(({ type }) => type === 'auth.token.reused');
      expect(event?.data).toMatchObject({
        login,
        ip: '192.0.2.66',
        sessionHash: expect.stringMatching(/^[0-9a-f]{64}$/),
      });
    });

    test('a refresh whose answer got lost, or two tabs at once, get one next token', async () => {
      const { at } = await somebody();
      const tab = browser();
      for (const [name, value] of at.cookies) tab.cookies.set(name, value);
      const both = await Promise.all([at.ask('POST', '/api/auth/refresh'), tab.ask('POST', '/api/auth/refresh')]);
      expect(both.map(({ status }) => status)).toEqual([200, 200]);
      expect(tab.cookies.get('leaveline_refresh')).toBe(at.cookies.get('leaveline_refresh'));
    });

    test('a repeat is theft, even at once, when the next token has been used already', async () => {
      const { at } = await somebody();
      const thief = browser();
      for (const [name, value] of at.cookies) thief.cookies.set(name, value);
      await at.ask('POST', '/api/auth/refresh');
      await at.ask('POST', '/api/auth/refresh');
      expect((await thief.ask('POST', '/api/auth/refresh')).status).toBe(401);
      expect((await at.ask('POST', '/api/auth/refresh')).status).toBe(401);
    });

    test('a session ends after thirty minutes without use, and after twelve hours with it', async () => {
      const { at: idle } = await somebody();
      advance(30 * 60_000);
      expect((await idle.ask('POST', '/api/auth/refresh')).status).toBe(401);
      const { at: busy } = await somebody();
      let kept = 0;
      while (kept < 40) {
        advance(20 * 60_000);
        if ((await busy.ask('POST', '/api/auth/refresh')).status !== 200) break;
        kept++;
      }
      expect(kept).toBe(35);
    });

    test('one sees one’s own sessions and ends them, and nobody else’s', async () => {
      const { at, login, password: right } = await somebody();
      const second = browser({ agent: 'Phone' });
      await signIn(second, login, right);
      const { body } = await at.ask('GET', '/api/auth/sessions');
      expect(
        body.sessions.map((one: { userAgent: string; isThis: boolean }) => [one.userAgent, one.isThis]).sort(),
      ).toEqual([
        ['Browser of the tests', true],
        ['Phone', false],
      ]);
      const phone = body.sessions.find((one: { isThis: boolean }) => !one.isThis).sessionId;
      const stranger = (await somebody()).at;
      expect((await stranger.ask('DELETE', `/api/auth/sessions/${phone}`)).status).toBe(404);
      expect((await at.ask('DELETE', `/api/auth/sessions/${phone}`)).status).toBe(204);
      expect((await second.ask('GET', '/api/auth/me')).status).toBe(401);
      expect((await typesOf(login)).at(-1)).toBe('auth.logout revoked');
    });

    test('signing out ends the session at once and takes the cookies back', async () => {
      const { at, login } = await somebody();
      expect((await at.ask('POST', '/api/auth/sign-out')).status).toBe(204);
      expect([[...at.cookies.keys()], (await at.ask('GET', '/api/auth/me')).status]).toEqual([
        ['leaveline_device'],
        401,
      ]);
      expect((await typesOf(login)).at(-1)).toBe('auth.logout signed_out');
    });

    test('a sign-in begins a new session, whatever cookie was there before', async () => {
      const { at, login, password: right } = await somebody();
      const planted = at.cookies.get('leaveline_refresh') ?? '';
      await signIn(at, login, right);
      expect(at.cookies.get('leaveline_refresh')).not.toBe(planted);
    });
  });

  describe('passwords', () => {
    test('a change needs the present one, ends the other sessions, and is an event', async () => {
      const { at, login, password: right } = await somebody();
      const second = browser();
      await signIn(second, login, right);
      const change = (currentPassword: string, newPassword: string) =>
        at.ask('POST', '/api/auth/password', { currentPassword, newPassword });
      expect((await change('wrong', other)).body.code).toBe('wrong_password');
      expect((await change(right, 'short')).body.code).toBe('password_too_short');
      expect((await change(right, other)).status).toBe(204);
      expect([(await second.ask('GET', '/api/auth/me')).status, (await at.ask('GET', '/api/auth/me')).status]).toEqual([
        401, 200,
      ]);
      expect([(await signIn(browser(), login, other)).status, (await typesOf(login)).slice(2, 5)]).toEqual([
        200,
        ['auth.login.failed bad_password_at_change', 'auth.password.changed changed', 'auth.logout password_changed'],
      ]);
    });

    test('a mailed link sets a new one, once, opens a lock, and nothing of the link is in any event', async () => {
      const { at, login, password: right } = await somebody();
      await signIn(browser(), login, 'wrong');
      await signIn(browser(), login, 'wrong');
      const unknown = await browser().ask('POST', '/api/auth/password/forgotten', { login: 'nobody2@company.example' });
      const known = await browser().ask('POST', '/api/auth/password/forgotten', { login });
      expect([known.status, known.body]).toEqual([unknown.status, unknown.body]);
      const before = app.mails.length;
      await app.deliver();
      expect(app.mails.slice(before).map(({ to }) => to)).toEqual([login]);
      const token = tokenIn(app.mails.at(-1));
      const set = () => browser().ask('POST', '/api/auth/password/reset', { token, newPassword: other });
      expect([(await set()).status, (await set()).body.code]).toEqual([204, 'link_over']);
      expect((await at.ask('GET', '/api/auth/me')).status).toBe(401);
      expect([(await signIn(browser(), login, right)).status]).toEqual([401]);
      advance(2000);
      expect((await signIn(browser(), login, other)).status).toBe(200);
      expect(await typesOf(login)).toEqual(
        expect.arrayContaining(['auth.password.changed reset', 'auth.account.unlocked password_reset']),
      );
      expect(JSON.stringify(await app.events())).not.toContain(token);
    });

    test('a link of half an hour ago holds no longer', async () => {
      const { login } = await somebody();
      await browser().ask('POST', '/api/auth/password/forgotten', { login });
      await app.deliver();
      advance(30 * 60_000);
      const body = { token: tokenIn(app.mails.at(-1)), newPassword: other };
      expect((await browser().ask('POST', '/api/auth/password/reset', body)).body.code).toBe('link_over');
    });
  });

  describe('the second factor', () => {
    const codeAt = (secret: string, ms: number) => TOTP.generate({ secret: Secret.fromBase32(secret), timestamp: ms });

    test('asks for a code that is good once, or a recovery code that is good once', async () => {
      const { at, login, password: right } = await somebody();
      const { body } = await at.ask('POST', '/api/auth/mfa/totp', { password: right });
      expect(body.uri).toMatch(/^otpauth:\/\/totp\/Leaveline/);
      const enrolled = await at.ask('POST', '/api/auth/mfa/totp/confirm', {
        code: codeAt(body.secret, app.clock.now()),
      });
      expect(enrolled.body.recoveryCodes).toHaveLength(10);
      expect((await signIn(browser(), login, right)).body.code).toBe('otp_required');
      advance(30_000);
      const code = codeAt(body.secret, app.clock.now());
      expect((await signIn(browser(), login, right, code)).status).toBe(200);
      expect((await signIn(browser(), login, right, code)).status).toBe(401);
      advance(2000);
      const [recovery] = enrolled.body.recoveryCodes;
      expect((await signIn(browser(), login, right, recovery)).status).toBe(200);
      expect((await signIn(browser(), login, right, recovery)).status).toBe(401);
      expect(await typesOf(login)).toContain('auth.mfa.enrolled');
    });

    test('goes with the password, and is an event', async () => {
      const { at, login, password: right } = await somebody();
      const { body } = await at.ask('POST', '/api/auth/mfa/totp', { password: right });
      await at.ask('POST', '/api/auth/mfa/totp/confirm', { code: codeAt(body.secret, app.clock.now()) });
      expect((await at.ask('POST', '/api/auth/mfa/totp/remove', { password: 'wrong' })).status).toBe(422);
      expect((await at.ask('POST', '/api/auth/mfa/totp/remove', { password: right })).status).toBe(204);
      expect((await typesOf(login)).at(-1)).toBe('auth.mfa.removed by_person');
    });
  });

  describe('administration', () => {
    test('roles change by an administrator alone, with an event, and never leave nobody', async () => {
      const { at: admin, employeeId: adminId } = await somebody(['employee', 'admin']);
      const { at, employeeId, login } = await somebody();
      const path = `/api/auth/accounts/${employeeId}/roles`;
      expect((await at.ask('PUT', path, { roles: ['admin'] })).status).toBe(403);
      expect((await admin.ask('PUT', path, { roles: ['employee', 'hr'] })).status).toBe(204);
      expect((await at.ask('POST', '/api/auth/refresh')).body.person.roles).toEqual(['employee', 'hr']);
      const event = (await app.events()).findLast(
        ({ type, data }) => type === 'auth.roles.changed' && data.login === login,
      );
      expect(event?.data).toMatchObject({ before: ['employee'], roles: ['employee', 'hr'], by: adminId });
      const own = await admin.ask('PUT', `/api/auth/accounts/${adminId}/roles`, { roles: ['employee', 'admin', 'hr'] });
      expect([own.status, own.body.code]).toEqual([403, 'own_account']);
      await app.database.db
        .updateTable('accounts')
        .set({ roles: '["employee"]' })
        .where('employee_id', '!=', adminId)
        .execute();
      const last = await admin.ask('PUT', `/api/auth/accounts/${adminId}/roles`, { roles: ['employee'] });
      expect(last.body.code).toBe('last_admin');
    });

    test('an account that is locked by hand has no sessions and opens by hand', async () => {
      const { at: admin, employeeId: adminId } = await somebody(['admin']);
      const { at, employeeId, login, password: right } = await somebody();
      expect((await admin.ask('POST', `/api/auth/accounts/${employeeId}/lock`)).status).toBe(204);
      expect([(await at.ask('GET', '/api/auth/me')).status, (await signIn(browser(), login, right)).status]).toEqual([
        401, 401,
      ]);
      expect((await admin.ask('POST', `/api/auth/accounts/${employeeId}/unlock`)).status).toBe(204);
      expect((await signIn(browser(), login, right)).status).toBe(200);
      expect((await typesOf(login)).filter((type) => type.startsWith('auth.account'))).toEqual([
        'auth.account.locked by_administrator',
        'auth.account.unlocked by_administrator',
      ]);
      expect(await actorsOf(login)).toMatchObject({
        'auth.logout blocked': adminId,
        'auth.account.locked by_administrator': adminId,
        'auth.account.unlocked by_administrator': adminId,
      });
      const found = await admin.ask('GET', `/api/auth/accounts?search=${encodeURIComponent(login)}`);
      expect(found.body.accounts).toMatchObject([{ employeeId, isBlocked: false, roles: ['employee'] }]);
    });
  });

  test('what an administrator does to an account says who did it, what a person does to their own names nobody', async () => {
    const { at: admin, employeeId: adminId } = await somebody(['admin']);
    const enrolled = async () => {
      const one = await somebody();
      const { body } = await one.at.ask('POST', '/api/auth/mfa/totp', { password: one.password });
      const code = TOTP.generate({ secret: Secret.fromBase32(body.secret), timestamp: app.clock.now() });
      expect((await one.at.ask('POST', '/api/auth/mfa/totp/confirm', { code })).status).toBe(200);
      return one;
    };
    const [lost, own] = [await enrolled(), await enrolled()];
    expect((await admin.ask('POST', `/api/auth/accounts/${lost.employeeId}/mfa/remove`)).status).toBe(204);
    expect(await actorsOf(lost.login)).toMatchObject({ 'auth.mfa.removed by_administrator': adminId });
    await own.at.ask('POST', '/api/auth/mfa/totp/remove', { password: own.password });
    await own.at.ask('POST', '/api/auth/sign-out');
    expect(await actorsOf(own.login)).toMatchObject({
      'auth.mfa.removed by_person': null,
      'auth.logout signed_out': null,
    });
    for (let n = 0; n < 2; n++) await signIn(browser(), lost.login, 'wrong');
    expect(await actorsOf(lost.login)).toMatchObject({ 'auth.account.locked too_many_failures': null });
  });

  test('people are seeded once, with passwords that hold', async () => {
    const two = [1001, 1002].map((n) => ({
      employeeId: `${n}`,
      email: `person${n}@company.example`,
      locale: 'uk' as const,
      roles: ['employee'] as const,
    }));
    const made = await seedAccounts(app.world, two);
    expect(made.map(({ login }) => login)).toEqual(two.map(({ email }) => email));
    expect(await seedAccounts(app.world, two)).toEqual([]);
    expect((await signIn(browser(), 'person1001@company.example', made[0]?.password ?? '')).status).toBe(200);
  });

  test('what somebody types in is never taken for anything but text', async () => {
    const bad = [
      `' or 1=1 --`,
      '"; drop table accounts; --',
      '%',
      '_',
      '\\',
      '#{1}',
      '<script>',
      '{"$ne":null}',
      '../../etc/passwd',
      '\u0000',
      '😀'.repeat(40),
    ];
    const { at } = await somebody(['admin']);
    for (const text of bad) {
      const fromAddress = browser({ ip: '192.0.2.1', agent: text.replace(/[^\x20-\x7e]/g, '') });
      const calls = [
        signIn(fromAddress, text, text),
        signIn(fromAddress, 'someone@company.example', text, text),
        fromAddress.ask('POST', '/api/auth/password/forgotten', { login: text }),
        fromAddress.ask('POST', '/api/auth/password/reset', { token: text, newPassword: text }),
        fromAddress.ask('POST', '/api/auth/registrations/confirm', { token: text }),
        fromAddress.ask('POST', '/api/auth/registrations', {
          email: text,
          firstName: text,
          lastName: text,
          password: text,
        }),
        at.ask('PUT', `/api/auth/accounts/${encodeURIComponent(text)}/roles`, { roles: ['hr'] }),
        at.ask('DELETE', `/api/auth/sessions/${encodeURIComponent(text)}`),
        at.ask('POST', '/api/auth/mfa/totp/confirm', { code: text }),
      ];
      for (const page of await Promise.all(calls))
        expect([text, page.status < 500, page.status === 200]).toEqual([text, true, false]);
      const found = await at.ask('GET', `/api/auth/accounts?search=${encodeURIComponent(text)}`);
      expect([text, found.status, text === '_' || text === '%' ? found.body.accounts : []]).toEqual([text, 200, []]);
    }
    expect((await at.ask('GET', '/api/auth/accounts')).body.accounts.length).toBeGreaterThan(5);
  });

  test('keys rotate without a sign-in being lost, and old ones go', async () => {
    const before = (await browser().ask('GET', '/.well-known/jwks.json')).body.keys;
    expect(before).toEqual([expect.objectContaining({ alg: 'EdDSA', use: 'sig', kid: expect.any(String) })]);
    expect(before[0].d).toBeUndefined();
    advance(30 * 86_400_000);
    await tidyOnce(app.world);
    expect((await browser().ask('GET', '/.well-known/jwks.json')).body.keys).toHaveLength(2);
    advance(75 * 60_000);
    await tidyOnce(app.world);
    const after = (await browser().ask('GET', '/.well-known/jwks.json')).body.keys;
    expect([after.length, after[0].kid === before[0].kid]).toEqual([1, false]);
  });

  test('no secret is in the log, the events, or readable in the database', async () => {
    const { at, password: right } = await somebody();
    await at.ask('POST', '/api/auth/password', { currentPassword: right, newPassword: 'a secret of the log test' });
    await at.ask('POST', '/api/auth/password', { currentPassword: right, newPassword: 42 });
    const secrets = [
      right,
      password,
      other,
      'a secret of the log test',
      at.cookies.get('leaveline_refresh') ?? '',
      at.token ?? '',
    ];
    const rows = await Promise.all(
      (['accounts', 'sessions', 'refresh_tokens', 'links', 'errands', 'signing_keys', 'outbox'] as const).map((table) =>
        app.database.db.selectFrom(table).selectAll().execute(),
      ),
    );
    const everything = app.log() + JSON.stringify(await app.events()) + JSON.stringify(rows);
    expect(secrets.filter((secret) => secret === '' || everything.includes(secret))).toEqual([]);
    expect(everything).not.toContain('BEGIN PRIVATE KEY');
  });
});
