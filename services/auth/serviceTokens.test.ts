import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { verifier } from '#schemas/access/tokens.ts';
import { type TestApp, testApp } from '../common/testing/app.ts';
import { databases } from '../common/testing/databases.ts';
import { insertAccount } from './accounts.ts';
import { limits } from './rates.ts';
import { authRoutes } from './routes.ts';
import { type AuthApp, authApp } from './testing/authApp.ts';

const basic = (text: string) => ({ authorization: `Basic ${Buffer.from(text).toString('base64')}` });

describe.each(databases)('a token with which a service reads for a person, on %s', (kind) => {
  let auth: AuthApp;
  let app: TestApp;
  let right: { authorization: string };
  beforeAll(async () => {
    auth = await authApp(kind);
    app = await testApp(authRoutes(auth.world));
    right = basic(`reports:${auth.world.serviceSecret}`);
    await account('1', ['employee']);
    await account('2', ['employee', 'hr']);
    await account('3', ['hr'], { active: 0 });
    await account('4', ['hr'], { blocked: 1 });
    await person('7', '1');
  });
  afterAll(async () => {
    await app.stop();
    await auth.stop();
  });

  const nobody = { email: null, first_name: null, last_name: null, locale: null };
  const person = (employee_id: string, manager_id: string | null, active = 1) =>
    auth.database.db
      .insertInto('people')
      .values({ ...nobody, employee_id, manager_id, active, known: 1 })
      .execute();
  async function account(
    employeeId: string,
    roles: readonly ('employee' | 'hr')[],
    off: { active?: 0; blocked?: 1 } = {},
  ) {
    const made = {
      employeeId,
      login: `p${employeeId}@company.example`,
      passwordHash: '',
      roles,
      locale: 'uk' as const,
    };
    await auth.database.transaction((trx) => insertAccount(trx, made, 0));
    await person(employeeId, null, off.active ?? 1);
    const blocked = off.blocked ?? 0;
    await auth.database.db.updateTable('accounts').set({ blocked }).where('employee_id', '=', employeeId).execute();
  }
  const ask = (employeeId: string, headers: Record<string, string>, from = '10.0.0.1') =>
    app.ask('POST', '/api/auth/service-tokens', {
      body: { employeeId },
      headers: { ...headers, 'x-forwarded-for': from },
    });

  test('has the person’s roles of now, holds for five minutes at most and sets no cookie', async () => {
    const { status, body, headers } = await ask('1', right);
    expect([status, body.roles, headers.get('set-cookie')]).toEqual([200, ['employee', 'manager'], null]);
    const person = await verifier(auth.address)(body.accessToken);
    expect(person).toEqual({ employeeId: '1', sessionId: 'service reports', roles: body.roles, locale: 'uk' });
    expect(body.expiresAt - auth.clock.now()).toBeLessThanOrEqual(300_000);
  });

  test('has of them none but those that were asked for, and none that the person has not', async () => {
    const { status, body } = await app.ask('POST', '/api/auth/service-tokens', {
      body: { employeeId: '1', roles: ['manager', 'hr'] },
      headers: right,
    });
    expect([status, body.roles]).toEqual([200, ['manager']]);
    expect(await verifier(auth.address)(body.accessToken)).toMatchObject({ employeeId: '1', roles: ['manager'] });
  });

  test('changes nothing anywhere, and opens no address of auth', async () => {
    const { accessToken: token } = (await ask('2', right)).body;
    const own = await fetch(`${auth.address}/api/auth/sessions`, { headers: { authorization: `Bearer ${token}` } });
    const written = await fetch(`${auth.address}/api/auth/password`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
    });
    expect([own.status, written.status]).toEqual([401, 401]);
  });

  test('is told in an event, which names the person and the service', async () => {
    const before = (await auth.events()).length;
    await ask('2', right);
    const told = (await auth.events()).slice(before);
    expect(told.map(({ type, data }) => [type, data.about, data.query])).toEqual([
      ['data.read', '2', 'service=reports'],
    ]);
  });

  test.each([
    ['nobody', 'who does not exist'],
    ['3', 'who has left'],
    ['4', 'whose account is shut'],
  ])('is not given for %s, %s', async (employeeId) => {
    const { status, body } = await ask(employeeId, right);
    expect([status, body.code]).toEqual([404, 'no_active_account']);
  });

  test.each([
    ['nothing', () => ({})],
    ['another secret', () => basic('reports:what services of the tests show, l0ng')],
    ['the beginning of the secret', () => basic(`reports:${auth.world.serviceSecret?.slice(0, -1)}`)],
    ['the name of an unknown service', () => basic(`audit:${auth.world.serviceSecret}`)],
    ['a bearer token', () => ({ authorization: `Bearer ${auth.world.serviceSecret?.replaceAll(/[ ,]/g, '')}` })],
    ['nonsense', () => ({ authorization: 'Basic %%%' })],
  ])('is not given to who shows %s', async (_, headers) => {
    const { status, text } = await ask('1', headers());
    expect([status, text.includes('accessToken')]).toEqual([401, false]);
    const refused = { action: 'service_token', reason: 'bad_secret', ip: '10.0.0.1' };
    expect((await auth.events()).at(-1)).toMatchObject({ type: 'auth.action.refused', data: refused });
  });

  test('is not given to an address that has guessed too often, whatever it shows then', async () => {
    const subject = auth.world.vault.mac('rate limit', '10.9.9.9');
    const { windowMs, most } = limits.failuresByAddress;
    const window_at = Math.floor(auth.clock.now() / windowMs) * windowMs;
    const row = { name: `failuresByAddress:${subject}`, window_at, uses: most - 1 };
    await auth.database.db.insertInto('rate_limits').values(row).execute();
    expect((await ask('1', basic('reports:x'), '10.9.9.9')).status).toBe(401);
    expect((await ask('1', right, '10.9.9.9')).status).toBe(429);
  });

  test('is given by nobody where no secret is set', async () => {
    const off = await testApp(authRoutes({ ...auth.world, serviceSecret: null }));
    const { status, body } = await off.ask('POST', '/api/auth/service-tokens', {
      body: { employeeId: '1' },
      headers: basic('reports:null'),
    });
    await off.stop();
    expect([status, body.code]).toEqual([404, 'service_tokens_off']);
  });
});
