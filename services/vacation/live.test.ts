import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { eventually } from '#lib/testing/eventually.ts';
import type { TestApp } from '../common/testing/app.ts';
import type { TestBroker } from '../common/testing/broker.ts';
import { databases } from '../common/testing/databases.ts';
import { type RunningService, runningService } from '../common/testing/runningService.ts';
import { vacationService } from './service.ts';
import type { VacationTables } from './tables.ts';

const maria = { employeeId: 'maria', roles: ['manager'] } as const;
const olha = { employeeId: 'olha' };

describe.each(databases)('the vacation service on RabbitMQ and %s', (kind) => {
  let running: RunningService<VacationTables>;
  let broker: TestBroker;
  const ask: TestApp['ask'] = (...asked) => running.ask(...asked);

  beforeAll(async () => {
    running = await runningService(vacationService, kind);
    broker = running.broker;
  }, 60_000);
  afterAll(() => running?.drop(), 60_000);

  const registered = (employeeId: string, managerId: string | null) => ({
    specversion: '1.0',
    id: randomUUID(),
    source: '/user',
    type: 'user.registered',
    subject: employeeId,
    time: new Date().toISOString(),
    datacontenttype: 'application/json',
    data: { employeeId, managerId, firstName: employeeId, department: 'Sales' },
  });
  const ours = () => broker.heard.filter(({ body }) => body.source === '/vacation');
  const ofRequests = () => ours().filter(({ routingKey }) => routingKey.startsWith('vacation.request'));
  const today = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);

  test('people that were announced by events ask and decide, and every change is published in order', async () => {
    await broker.publish('user.registered', registered('maria', null));
    await broker.publish('user.registered', registered('olha', 'maria'));
    const balances = () => ask('GET', '/api/vacation/balances/me', { as: olha });
    await eventually(async () => (await balances()).body.balances?.[0]?.granted > 0);
    const body = { leaveType: 'special', from: today, to: today, dayPart: 'morning' };
    const ways = [
      today,
      ...[1, 2].map((more) => new Date(Date.parse(today) + more * 86_400_000).toISOString().slice(0, 10)),
    ];
    const asked = await Promise.all(
      ways.map((day) => ask('POST', '/api/vacation/requests', { as: olha, body: { ...body, from: day, to: day } })),
    );
    const request = asked.find(({ status }) => status === 201)?.body;
    const path = `/api/vacation/requests/${request.requestId}/approve`;
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const step = await ask('POST', path, { as: maria, body: { version: 1 }, headers: { traceparent } });
    expect(step.body).toMatchObject({ status: 'submitted', openStep: 'hr' });
    const about = () => ofRequests().filter(({ body: told }) => told.data.requestId === request.requestId);
    await eventually(() => about().length === 2);
    expect(about().map(({ routingKey }) => routingKey)).toEqual([
      'vacation.request.submitted',
      'vacation.request.step_approved',
    ]);
    expect(String(about()[1]?.properties.headers?.traceparent)).toContain('0af7651916cd43dd8448eb211c80319c');
    expect(ours().map(({ routingKey }) => routingKey)).toContain('vacation.balance.granted');
  }, 30_000);

  test('after a restart what was decided is there, and nothing is published twice', async () => {
    await eventually(async () => (await outboxRows()) === ours().length);
    const before = ours().length;
    const { body } = await ask('GET', '/api/vacation/requests', { as: olha });
    await running.restart();
    expect((await ask('GET', '/api/vacation/requests', { as: olha })).body).toEqual(body);
    expect([await outboxRows(), ours().length]).toEqual([before, before]);
  }, 30_000);

  const outboxRows = async () =>
    (await running.service().database.db.selectFrom('outbox').select('seq').execute()).length;

  test('the OpenAPI document names every route', async () => {
    const { body } = await ask('GET', '/api/vacation/openapi.json');
    expect(Object.keys(body.paths)).toEqual(
      expect.arrayContaining(['/api/vacation/requests/{id}/approve', '/api/vacation/approvals/decisions']),
    );
  });
});
