import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { z } from 'zod';
import { silentLog } from '#lib/log.ts';
import { eventually } from '#lib/testing/eventually.ts';
import { type TestIssuer, testIssuer } from '#schemas/access/testing/tokens.ts';
import deactivated from '#schemas/events/user.deactivated.ts';
import { route } from './http/route.ts';
import { draft } from './messaging/events.ts';
import { append } from './messaging/outbox.ts';
import { type Service, type ServiceDefinition, startService, type World } from './service.ts';
import { type Accounts, accountMigrations, openAccounts } from './testing/accounts.ts';
import { askAt } from './testing/app.ts';
import { type TestBroker, testBroker } from './testing/broker.ts';
import { count } from './testing/counting.ts';
import { databases, type TestDatabase, testDatabase } from './testing/databases.ts';

jest.setTimeout(30_000);

const settings = { GREETING: z.string().describe('A word.') };

const definition = (issuer: TestIssuer): ServiceDefinition<Accounts, typeof settings> => ({
  name: 'test',
  port: 0,
  migrations: accountMigrations,
  settings,
  build: (world) => ({
    routes: [leave(world)],
    subscription: { patterns: ['user.deactivated'], handle: count },
    verify: issuer.verify,
  }),
});

const leave = ({ database, clock, source, config }: World<Accounts, typeof settings>) =>
  route({
    method: 'POST',
    path: '/api/test/leave/:id',
    summary: 'Somebody leaves.',
    roles: ['hr'],
    params: z.object({ id: z.string() }),
    answer: z.object({ said: z.string() }),
    handle: async ({ params, traceparent }) => {
      const act = draft(deactivated, { type: 'person', id: params.id }, { employeeId: params.id, lastDay: null });
      await database.transaction((trx) => append(trx, { source, clock, trace: { traceparent } }, [act]));
      return { said: config.GREETING };
    },
  });

describe.each(databases)('a service on %s', (kind) => {
  let place: TestDatabase<Accounts>;
  let broker: TestBroker;
  let issuer: TestIssuer;
  let service: Service<Accounts> | undefined;
  beforeEach(async () => {
    [place, broker, issuer] = await Promise.all([testDatabase<Accounts>(kind), testBroker(), testIssuer()]);
  });
  afterEach(async () => {
    await service?.stop();
    service = undefined;
    await broker.stop(`${broker.prefix}leaveline.test`);
    await place.drop();
  });

  const env = () => ({
    ...place.env,
    AMQP_URL: broker.url,
    LEAVELINE_PREFIX: broker.prefix,
    TEST_PORT: '0',
    GREETING: 'good-bye',
  });

  test('answers, publishes what it did with the trace of the request, and hears it', async () => {
    service = await startService(definition(issuer), silentLog, env());
    await openAccounts(service.database, ['7']);
    const running = service;
    await eventually(() => running.ready() === null);
    const ask = askAt(`http://127.0.0.1:${running.port}`, issuer);
    const trace = 'c'.repeat(32);
    const headers = { traceparent: `00-${trace}-${'d'.repeat(16)}-01` };
    const { status, body } = await ask('POST', '/api/test/leave/7', {
      as: { employeeId: '1', roles: ['hr'] },
      headers,
    });
    expect([status, body]).toEqual([200, { said: 'good-bye' }]);
    await eventually(
      async () =>
        (await running.database.db.selectFrom('accounts').select('changes').executeTakeFirst())?.changes === 1,
    );
    expect(broker.heard).toMatchObject([
      {
        body: { source: '/test', data: { employeeId: '7' } },
        properties: { headers: { traceparent: expect.stringContaining(trace) } },
      },
    ]);
    expect((await ask('GET', '/readyz')).text).toBe('ready\n');
    const document = await ask('GET', '/api/test/openapi.json');
    expect(Object.keys(document.body.paths)).toEqual(expect.arrayContaining(['/api/test/leave/{id}', '/readyz']));
  });

  test('stops and lets go of everything, so that it can start again', async () => {
    const first = await startService(definition(issuer), silentLog, env());
    await eventually(() => first.ready() === null);
    await first.stop();
    await expect(fetch(`http://127.0.0.1:${first.port}/healthz`)).rejects.toThrow('fetch failed');
    service = await startService(definition(issuer), silentLog, env());
    const second = service;
    await eventually(() => second.ready() === null);
  });

  test('says what it waits for while RabbitMQ is away, and answers all the same', async () => {
    service = await startService(definition(issuer), silentLog, {
      ...env(),
      AMQP_URL: 'amqp://guest:guest@127.0.0.1:1',
    });
    const ask = askAt(`http://127.0.0.1:${service.port}`, issuer);
    expect((await ask('GET', '/readyz')).text).toBe('waiting for RabbitMQ\n');
    expect((await ask('POST', '/api/test/leave/7', { as: { employeeId: '1', roles: ['hr'] } })).status).toBe(200);
  });

  test('names every setting that cannot be used, its own too', async () => {
    const wrong = startService(definition(issuer), silentLog, {
      ...env(),
      GREETING: '',
      TRUSTED_PROXIES: 'x',
      TEST_PORT: '99999',
    });
    await expect(wrong).rejects.toThrow(/TRUSTED_PROXIES = "x"[\s\S]*GREETING = unset[\s\S]*TEST_PORT/);
  });
});
