import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { eventually } from '#lib/testing/eventually.ts';
import type { TestApp } from '../common/testing/app.ts';
import type { TestBroker } from '../common/testing/broker.ts';
import { databases } from '../common/testing/databases.ts';
import { type RunningService, runningService } from '../common/testing/runningService.ts';
import { userService } from './service.ts';
import type { UserTables } from './tables.ts';

const hr = { employeeId: '9', roles: ['hr'] } as const;

describe.each(databases)('the user service on RabbitMQ and %s', (kind) => {
  let running: RunningService<UserTables>;
  let broker: TestBroker;
  const ask: TestApp['ask'] = (...asked) => running.ask(...asked);

  beforeAll(async () => {
    running = await runningService(userService, kind);
    broker = running.broker;
  }, 60_000);
  afterAll(() => running?.drop(), 60_000);

  const event = (type: string, data: object) => ({
    specversion: '1.0',
    id: randomUUID(),
    source: '/auth',
    type,
    subject: '7',
    time: new Date().toISOString(),
    datacontenttype: 'application/json',
    data,
  });

  test('somebody who registered at auth appears, once for each copy of the message', async () => {
    const registered = event('user.registered', { employeeId: '7', email: 'olha@company.example', firstName: 'Ольга' });
    await broker.publish('user.registered', registered);
    await broker.publish('user.registered', registered);
    await eventually(async () => (await ask('GET', '/api/user/people/7', { as: hr })).status === 200);
    await broker.publish('user.updated', event('user.updated', { employeeId: '7', firstName: 'Оля' }));
    await eventually(async () => (await ask('GET', '/api/user/people/7', { as: hr })).body.firstName === 'Оля');
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
    await eventually(() => ours().length === 2);
    expect(ours().map(({ routingKey }) => routingKey)).toEqual(['user.department_changed', 'user.deactivated']);
    await eventually(async () => (await broker.count(`${broker.prefix}leaveline.user`)) === 0);
    expect((await ask('GET', path, { as: hr })).body.version).toBe(4);
  }, 30_000);

  test('the OpenAPI document names every route', async () => {
    const { body } = await ask('GET', '/api/user/openapi.json');
    expect(Object.keys(body.paths)).toEqual(expect.arrayContaining(['/api/user/people/{id}', '/api/user/imports']));
    expect(running.service().ready()).toBeNull();
  });
});
