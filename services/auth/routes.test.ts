import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type TestApp, testApp } from '../common/testing/app.ts';
import { rowsOf } from '../common/testing/databases.ts';
import { everyInputIsOnlyText } from '../common/testing/hostile.ts';
import { everyRouteRefusesStrangers } from '../common/testing/routes.ts';
import type { AuthWorld } from './act.ts';
import { hashPassword } from './password.ts';
import { authRoutes } from './routes.ts';
import { type AuthApp, authApp } from './testing/authApp.ts';

describe('who may use which address of auth', () => {
  let auth: AuthApp;
  let app: TestApp;

  beforeAll(async () => {
    auth = await authApp('sqlite');
    app = await testApp(authRoutes(auth.world));
    const session = { created_at: 0, used_at: Date.now(), ends_at: Date.now() + 3_600_000, revoked_at: null };
    const client = { ip: '', user_agent: '' };
    await auth.database.db
      .insertInto('sessions')
      .values({ session_id: 'session of 7', employee_id: '7', ...session, ...client })
      .execute();
    const account = {
      password_hash: await hashPassword('three green boats'),
      roles: '["employee"]',
      locale: 'en',
      totp_secret: null,
      totp_offered: null,
    };
    const zeros = {
      blocked: 0,
      totp_step: 0,
      created_at: 0,
      password_at: 0,
    };
    for (const employee_id of ['7', '8', '9'])
      await auth.database.db
        .insertInto('accounts')
        .values({ employee_id, login: `${employee_id}@company.example`, ...account, ...zeros })
        .execute();
  });
  afterAll(async () => {
    await app.stop();
    await auth.stop();
  });

  const forAdmins = 'administrators may do this to every account';
  everyRouteRefusesStrangers(
    authRoutes({} as AuthWorld),
    () => app,
    () => ({
      people: [{ employeeId: '7' }, { employeeId: '8' }, { employeeId: '9', roles: ['admin', 'hr', 'manager'] }],
      cases: [{ route: 'DELETE /api/auth/sessions/:id', params: { id: 'session of 7' }, allowed: ['7'] }],
      state: () => rowsOf(auth.database, ['accounts', 'sessions', 'refresh_tokens', 'outbox']),
    }),
    {
      'PUT /api/auth/accounts/:id/roles': forAdmins,
      'POST /api/auth/accounts/:id/lock': forAdmins,
      'POST /api/auth/accounts/:id/unlock': forAdmins,
      'POST /api/auth/accounts/:id/mfa/remove': forAdmins,
      'POST /api/auth/accounts/:id/address/approve': forAdmins,
    },
  );

  /** Every request an hour later, so that no limit of rates hides what lies behind it. */
  everyInputIsOnlyText(authRoutes({} as AuthWorld), () => app, {
    as: { employeeId: '9', roles: ['employee', 'admin'] },
    database: () => auth.database,
    before: () => auth.clock.set(auth.clock.now() + 3_600_000),
    examples: () => ({ id: '8', login: '8@company.example', password: 'three green boats', roles: ['hr'] }),
  });

  test('no mail was made of hostile input that is to more than one address', async () => {
    await auth.deliver();
    expect(auth.mails.filter(({ to, subject }) => /[\s,;<>]/.test(to) || /[\r\n]/.test(subject))).toEqual([]);
  });

  test('the OpenAPI document has every address', async () => {
    const response = await fetch(`${auth.address}/api/auth/openapi.json`);
    const { paths } = (await response.json()) as { paths: Record<string, object> };
    const wanted = authRoutes(auth.world).map(({ path }) => path.replace(/:(\w+)/g, '{$1}'));
    expect(wanted.filter((path) => !(path in paths))).toEqual([]);
  });
});
