import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { silentLog } from '#lib/log.ts';
import { testIssuer } from '#schemas/access/testing/tokens.ts';
import { jwksPath } from '#schemas/access/tokens.ts';
import { type Service, startService } from '../common/service.ts';
import { askAt, type TestApp } from '../common/testing/app.ts';
import { type TestBroker, testBroker, until } from '../common/testing/broker.ts';
import { databases, type TestDatabase, testDatabase } from '../common/testing/databases.ts';
import { userService } from './service.ts';
import type { UserTables } from './tables.ts';

const hr = { employeeId: '9', roles: ['hr'] } as const;

describe.each(databases)('the user service on RabbitMQ and %s', (kind) => {
  let broker: TestBroker;
  let database: TestDatabase<unknown>;
  let service: Service<UserTables>;
  let ask: TestApp['ask'];
  let start: () => Promise<void>;
  const keys = createServer();

  beforeAll(async () => {
    broker = await testBroker();
    database = await testDatabase(kind);
    const issuer = await testIssuer();
    keys.on('request', (request, response) => {
      response.statusCode = request.url === jwksPath ? 200 : 404;
      response.setHeader('content-type', 'application/json').end(JSON.stringify(issuer.jwks));
    });
    await new Promise<void>((resolve) => keys.listen(0, '127.0.0.1', resolve));
    const env = {
      ...{ ...database.env, AMQP_URL: broker.url, LEAVELINE_PREFIX: broker.prefix, USER_PORT: '0' },
      AUTH_URL: `http://127.0.0.1:${(keys.address() as AddressInfo).port}`,
    };
    start = async () => {
      service = await startService(userService, silentLog, env);
      await until(() => service.ready() === null);
      ask = askAt(`http://127.0.0.1:${service.port}`, issuer);
    };
    await start();
  }, 60_000);
  afterAll(async () => {
    await service?.stop();
    keys.close();
    keys.closeAllConnections();
    await broker?.stop(`${broker.prefix}leaveline.user`);
    await database?.drop();
  }, 60_000);

  const event = (type: string, data: object) => ({
    ...{ specversion: '1.0', id: randomUUID(), source: '/auth', type, subject: '7' },
    ...{ time: new Date().toISOString(), datacontenttype: 'application/json', data },
  });

  test('somebody who registered at auth appears, once for each copy of the message', async () => {
    const registered = event('user.registered', { employeeId: '7', email: 'olha@company.example', firstName: 'Ольга' });
    await broker.publish('user.registered', registered);
    await broker.publish('user.registered', registered);
    await until(async () => (await ask('GET', '/api/user/people/7', { as: hr })).status === 200);
    await broker.publish('user.updated', event('user.updated', { employeeId: '7', firstName: 'Оля' }));
    await until(async () => (await ask('GET', '/api/user/people/7', { as: hr })).body.firstName === 'Оля');
    expect((await ask('GET', '/api/user/people/7', { as: hr })).body.version).toBe(2);
  }, 30_000);

  test('what HR changes is published in order, and changes nothing more when it comes back', async () => {
    await ask('POST', '/api/user/departments', { as: hr, body: { name: 'Цифра' } });
    const path = '/api/user/people/7';
    const ifMatch = async () => ({ 'if-match': (await ask('GET', path, { as: hr })).headers.get('etag') ?? '' });
    const move = { department: 'Цифра', effectiveFrom: '2026-07-01' };
    expect((await ask('POST', `${path}/moves`, { as: hr, headers: await ifMatch(), body: move })).status).toBe(200);
    await ask('POST', `${path}/deactivation`, { as: hr, headers: await ifMatch(), body: { lastDay: '2026-08-31' } });
    const ours = () => broker.heard.filter(({ body }) => body.source === '/user');
    await until(() => ours().length === 2);
    expect(ours().map(({ routingKey }) => routingKey)).toEqual(['user.department_changed', 'user.deactivated']);
    await until(async () => (await broker.count(`${broker.prefix}leaveline.user`)) === 0);
    expect((await ask('GET', path, { as: hr })).body.version).toBe(4);
  }, 30_000);

  test('the OpenAPI document names every route', async () => {
    const { body } = await ask('GET', '/api/user/openapi.json');
    expect(Object.keys(body.paths)).toEqual(expect.arrayContaining(['/api/user/people/{id}', '/api/user/imports']));
    expect(service.ready()).toBeNull();
  });
});
