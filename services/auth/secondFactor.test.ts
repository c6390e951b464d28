import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Secret, TOTP } from 'otpauth';
import type { Role } from '#schemas/access/people.ts';
import { verifier } from '#schemas/access/tokens.ts';
import { databases } from '../common/testing/databases.ts';
import { seedAccounts } from './seed.ts';
import { standing } from './standing.ts';
import { type AuthApp, authApp } from './testing/authApp.ts';
import { Browser } from './testing/browser.ts';

let people = 0;

/** Somebody with an account, signed in by password alone. */
async function somebody(app: AuthApp, roles: readonly Role[]) {
  const employeeId = `f${++people}`;
  const login = `${employeeId}.x@company.example`;
  const [made] = await seedAccounts(app.world, [{ employeeId, email: login, locale: 'en', roles }]);
  const password = made?.password ?? '';
  const signIn = async (otp?: string) => {
    const at = new Browser(app.address);
    return { at, page: await at.ask('POST', '/api/auth/sign-in', { login, password, ...(otp && { otp }) }) };
  };
  return { employeeId, login, password, signIn, ...(await signIn()) };
}

const refresh = (at: Browser) => at.ask('POST', '/api/auth/refresh');

/** The code that confirms a secret just offered; asking for the secret takes the password. */
async function offered(app: AuthApp, at: Browser, password: string): Promise<string> {
  const { body } = await at.ask('POST', '/api/auth/mfa/totp', { password });
  return TOTP.generate({ secret: Secret.fromBase32(body.secret), timestamp: app.clock.now() });
}
const confirm = (at: Browser, code: string) => at.ask('POST', '/api/auth/mfa/totp/confirm', { code });

/** What the API and the other services make of the token. */
const elsewhere = (app: AuthApp, at: Browser): Promise<unknown> =>
  verifier(app.address)(at.token ?? '').then(
    ({ roles }) => roles,
    ({ complaint }) => [complaint.status, complaint.code],
  );

describe.each(databases)('a second factor asked of the privileged, on %s', (kind) => {
  let app: AuthApp;
  beforeAll(async () => {
    app = await authApp(kind, { secondFactor: 'privileged' });
  });
  afterAll(() => app.stop());

  test('without one a sign-in and a refresh give employee alone, and say which roles wait', async () => {
    const { at, page } = await somebody(app, ['employee', 'hr', 'admin']);
    const waiting = { roles: ['employee'], rolesWithheld: ['hr', 'admin'] };
    expect(page.body.person).toMatchObject(waiting);
    expect((await refresh(at)).body.person).toMatchObject(waiting);
    expect(await elsewhere(app, at)).toEqual(['employee']);
    expect((await at.ask('GET', '/api/auth/me')).body).toMatchObject({ ...waiting, hasSecondFactor: false });
    expect((await at.ask('GET', '/api/auth/accounts')).status).toBe(403);
  });

  test('who has people is their manager with one, and without one is not', async () => {
    const { at, employeeId, password } = await somebody(app, ['employee']);
    const nobody = { email: null, first_name: null, last_name: null, locale: null };
    await app.database.db
      .insertInto('people')
      .values({ ...nobody, employee_id: `${employeeId}.report`, manager_id: employeeId, active: 1, known: 1 })
      .execute();
    expect((await refresh(at)).body.person).toMatchObject({ roles: ['employee'], rolesWithheld: ['manager'] });
    await confirm(at, await offered(app, at, password));
    expect((await refresh(at)).body.person).toMatchObject({ roles: ['employee', 'manager'], rolesWithheld: [] });
  });

  test('the session that enrolled has the roles from the next refresh on; those begun without it are over', async () => {
    const { at, password, signIn, login } = await somebody(app, ['employee', 'hr']);
    const { at: earlier } = await signIn();
    const enrolled = await confirm(at, await offered(app, at, password));
    expect((await at.ask('GET', '/api/auth/me')).body).toMatchObject({ rolesWithheld: [], hasSecondFactor: true });
    expect((await refresh(at)).body.person.roles).toEqual(['employee', 'hr']);
    expect([(await refresh(earlier)).status, (await earlier.ask('GET', '/api/auth/me')).status]).toEqual([401, 401]);
    const ended = (await app.events()).filter(({ type, data }) => type === 'auth.logout' && data.login === login);
    expect(ended.map(({ data }) => data.reason)).toEqual(['factor_enrolled']);
    expect((await signIn()).page.body.code).toBe('otp_required');
    expect((await signIn(enrolled.body.recoveryCodes[0])).page.body.person.roles).toEqual(['employee', 'hr']);
  });

  test('a session that refreshes while another enrols gets no role by it', async () => {
    for (let round = 0; round < 5; round++) {
      const { at, password, signIn } = await somebody(app, ['employee', 'hr']);
      const { at: earlier } = await signIn();
      const code = await offered(app, at, password);
      const [enrolled, meanwhile] = await Promise.all([confirm(at, code), refresh(earlier)]);
      expect([enrolled.status, meanwhile.body.person?.roles ?? []]).not.toEqual([200, expect.arrayContaining(['hr'])]);
      expect((await refresh(earlier)).status).toBe(401);
    }
  });

  test('a wrong code gives nothing, and a factor that is taken off takes the roles along', async () => {
    const { at, password } = await somebody(app, ['employee', 'auditor']);
    const code = await offered(app, at, password);
    expect((await confirm(at, code === '000000' ? '111111' : '000000')).status).toBe(422);
    expect((await refresh(at)).body.person.roles).toEqual(['employee']);
    await confirm(at, code);
    expect((await refresh(at)).body.person.roles).toEqual(['employee', 'auditor']);
    await at.ask('POST', '/api/auth/mfa/totp/remove', { password });
    expect((await refresh(at)).body.person.roles).toEqual(['employee']);
  });

  test('a service reads for a person no more than the person could', async () => {
    const { at, employeeId, password } = await somebody(app, ['employee', 'hr']);
    const secret = Buffer.from(`reports:${app.world.serviceSecret}`).toString('base64');
    const rolesFor = async () => {
      const header = { authorization: `Basic ${secret}` };
      return (await new Browser(app.address).ask('POST', '/api/auth/service-tokens', { employeeId }, header)).body
        .roles;
    };
    expect(await rolesFor()).toEqual(['employee']);
    await confirm(at, await offered(app, at, password));
    expect(await rolesFor()).toEqual(['employee', 'hr']);
  });
});

describe.each(databases)('a second factor asked of everyone, on %s', (kind) => {
  let app: AuthApp;
  beforeAll(async () => {
    app = await authApp(kind, { secondFactor: 'everyone' });
  });
  afterAll(() => app.stop());

  test('without one an account opens nothing but auth, where it can enrol', async () => {
    const { at, page, password } = await somebody(app, ['employee']);
    expect(page.body.person).toMatchObject({ roles: [], rolesWithheld: ['employee'] });
    expect(await elsewhere(app, at)).toEqual([403, 'no_role']);
    expect((await confirm(at, await offered(app, at, password))).status).toBe(200);
    await refresh(at);
    expect(await elsewhere(app, at)).toEqual(['employee']);
  });
});

test.each([
  ['optional', false, ['employee', 'hr'], []],
  ['optional', true, ['employee', 'hr'], []],
  ['privileged', false, ['employee'], ['hr']],
  ['privileged', true, ['employee', 'hr'], []],
  ['everyone', false, [], ['employee', 'hr']],
  ['everyone', true, ['employee', 'hr'], []],
] as const)('%s, and there is one: %s: roles %j, withheld %j', (rule, hasFactor, roles, rolesWithheld) => {
  expect(standing(rule, hasFactor, ['employee', 'hr'])).toEqual({ roles, rolesWithheld });
});
