import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { sql } from 'kysely';
import { SMTPServer } from 'smtp-server';
import { silentLog } from '#lib/log.ts';
import { eventually } from '#lib/testing/eventually.ts';
import { verifier } from '#schemas/access/tokens.ts';
import { type Service, startService } from '../common/service.ts';
import { type TestBroker, testBroker } from '../common/testing/broker.ts';
import { databases, type TestDatabase, testDatabase } from '../common/testing/databases.ts';
import { authService } from './service.ts';
import type { AuthTables } from './tables.ts';
import { Browser } from './testing/browser.ts';

jest.setTimeout(40_000);

const password = 'three green boats';

describe.each(databases)('the auth service on %s, with RabbitMQ and a mail server', (kind) => {
  let place: TestDatabase<AuthTables>;
  let broker: TestBroker;
  let smtp: SMTPServer;
  let service: Service<AuthTables>;
  const mails: string[] = [];

  beforeEach(async () => {
    [place, broker] = await Promise.all([testDatabase<AuthTables>(kind), testBroker()]);
    smtp = new SMTPServer({
      disabledCommands: ['AUTH', 'STARTTLS'],
      onData: (stream, _session, done) =>
        void text(stream)
          .then((mail) => mails.push(mail))
          .then(() => done()),
    });
    await once(smtp.listen(0, '127.0.0.1'), 'listening');
    const { port } = smtp.server.address() as AddressInfo;
    service = await startService(authService, silentLog, {
      ...place.env,
      AMQP_URL: broker.url,
      LEAVELINE_PREFIX: broker.prefix,
      AUTH_PORT: '0',
      AUTH_REGISTRATION: 'open',
      SMTP_URL: `smtp://127.0.0.1:${port}`,
    });
    await eventually(() => service.ready() === null);
  });
  afterEach(async () => {
    await service.stop();
    await new Promise<void>((resolve) => smtp.close(resolve));
    await broker.stop(`${broker.prefix}leaveline.auth`);
    if (kind === 'mysql') await sql`drop database ${sql.raw(place.place.replace(/_test$/, '_auth'))}`.execute(place.db);
    await place.drop();
  });

  const publish = (type: string, data: object) =>
    broker.publish(type, {
      specversion: '1.0',
      id: crypto.randomUUID(),
      source: '/user',
      type,
      time: new Date().toISOString(),
      data,
    });

  async function registerAndSignIn(email: string): Promise<Browser> {
    const at = new Browser(`http://127.0.0.1:${service.port}`);
    const wish = { email, password, firstName: 'Olena', lastName: 'Koval', locale: 'en' };
    expect((await at.ask('POST', '/api/auth/registrations', wish)).status).toBe(202);
    const mailed = () => mails.find((mail) => mail.includes(email));
    await eventually(() => mailed() !== undefined);
    const plain = (mailed() ?? '').replace(/=\r\n/g, '').replace(/=3D/g, '=');
    const token = /#token=([\w-]+)/.exec(plain)?.[1];
    expect((await at.ask('POST', '/api/auth/registrations/confirm', { token })).status).toBe(204);
    expect((await at.ask('POST', '/api/auth/sign-in', { login: email, password })).status).toBe(200);
    return at;
  }

  test('a registration goes by mail, is published with the sign-in, and its tokens hold elsewhere', async () => {
    const at = await registerAndSignIn('new@company.example');
    await eventually(() => broker.heard.length >= 4);
    expect(broker.heard.map(({ routingKey, body }) => [routingKey, body.source])).toEqual([
      ['auth.link.requested', '/auth'],
      ['user.registered', '/auth'],
      ['auth.account.created', '/auth'],
      ['auth.login.succeeded', '/auth'],
    ]);
    const announced = broker.heard.find(({ routingKey }) => routingKey === 'user.registered');
    const person = await verifier(`http://127.0.0.1:${service.port}`)(at.token ?? '');
    expect(person).toMatchObject({ employeeId: announced?.body.data.employeeId, roles: ['employee'], locale: 'en' });
    expect((await at.ask('GET', '/api/auth/me')).body).toMatchObject({ login: 'new@company.example' });
  });

  test('who was announced by the company becomes that person, a manager for who has people, and is shut out on leaving', async () => {
    const nothing = { firstName: null, lastName: null, locale: 'en' };
    await publish('user.registered', { employeeId: '7', email: 'Known@company.example', ...nothing });
    await publish('user.registered', { employeeId: '8', email: 'other@company.example', managerId: '7', ...nothing });
    const { db } = service.database;
    const people = () => db.selectFrom('people').select('employee_id').execute();
    await eventually(async () => (await people()).length === 2);
    const at = await registerAndSignIn('known@company.example');
    const me = await at.ask('GET', '/api/auth/me');
    expect(me.body).toMatchObject({ employeeId: '7', roles: ['employee', 'manager'] });
    expect(broker.heard.filter(({ body }) => body.source === '/auth' && body.type === 'user.registered')).toEqual([]);
    await publish('user.updated', { employeeId: '7', email: 'renamed@company.example', ...nothing });
    const changes = () => db.selectFrom('address_changes').select('new_login').execute();
    await eventually(async () => (await changes())[0]?.new_login === 'renamed@company.example');
    await publish('user.deactivated', { employeeId: '7' });
    await eventually(async () => (await at.ask('GET', '/api/auth/me')).status === 401);
    const again = await at.ask('POST', '/api/auth/sign-in', { login: 'known@company.example', password });
    expect([again.status, again.body.code]).toEqual([401, 'sign_in_refused']);
    await publish('user.erasure_requested', { employeeId: '7' });
    await eventually(async () => (await db.selectFrom('accounts').selectAll().execute()).length === 0);
    const rows = await db.selectFrom('people').selectAll().where('employee_id', '=', '7').execute();
    expect(rows).toMatchObject([{ email: null, active: 0 }]);
  });
});
