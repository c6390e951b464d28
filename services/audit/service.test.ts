import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { afterEach, expect, jest, test } from '@jest/globals';
import { silentLog } from '#lib/log.ts';
import { eventually } from '#lib/testing/eventually.ts';
import { testIssuer } from '#schemas/access/testing/tokens.ts';
import { startService } from '../common/service.ts';
import { askAt } from '../common/testing/app.ts';
import { testBroker } from '../common/testing/broker.ts';
import { testDatabase } from '../common/testing/databases.ts';
import { auditService } from './service.ts';

jest.setTimeout(30_000);

const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

test('the service records what others publish and who read it, and audit:verify finds it intact', async () => {
  const [place, broker, issuer] = await Promise.all([testDatabase('sqlite'), testBroker(), testIssuer()]);
  cleanups.push(
    () => place.drop(),
    () => broker.stop(`${broker.prefix}leaveline.audit`),
  );
  const env = { ...place.env, AMQP_URL: broker.url, LEAVELINE_PREFIX: broker.prefix, AUDIT_PORT: '0' };
  const definition: typeof auditService = {
    ...auditService,
    build: async (world) => ({ ...(await auditService.build(world)), verify: issuer.verify }),
  };
  const service = await startService(definition, silentLog, env);
  cleanups.push(() => service.stop());
  await eventually(() => service.ready() === null);
  const ask = askAt(`http://127.0.0.1:${service.port}`, issuer);
  const as = { employeeId: '50', roles: ['auditor'] } as const;
  const event = { specversion: '1.0', id: randomUUID(), source: '/test', time: new Date().toISOString() };
  await broker.publish('user.registered', {
    ...event,
    type: 'user.registered',
    data: { employeeId: '7', firstName: 'Їжак' },
  });
  const types = async (): Promise<string[]> =>
    (await ask('GET', '/api/audit/entries', { as })).body.entries.map(({ type }: { type: string }) => type);
  await eventually(async () => (await types()).includes('user.registered'));
  await eventually(async () => (await types()).includes('data.read'));
  const run = spawnSync(process.execPath, [new URL('verify.ts', import.meta.url).pathname], {
    env: { ...process.env, ...place.env },
    encoding: 'utf8',
  });
  expect([run.status, run.stdout]).toEqual([0, expect.stringContaining('Intact')]);
});
