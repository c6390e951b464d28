import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import pino from 'pino';
import { ukrainianRules } from '#domain/leaveRules.ts';
import { silentLog } from '#lib/log.ts';
import { registry } from '#lib/metrics.ts';
import { testIssuer } from '#schemas/access/testing/tokens.ts';
import { type TestApp, testApp } from '../common/testing/app.ts';
import { databases } from '../common/testing/databases.ts';
import { imports } from '../user/import/imports.ts';
import { move, reschedule } from '../user/moves.ts';
import { updateProfile } from '../user/people.ts';
import { userRoutes } from '../user/service.ts';
import { type TestCompany, testCompany } from '../user/testing/company.ts';
import { type Company, companyOn, week } from './testing/company.ts';
import { type LookUp, userLookUp } from './userService.ts';

const olena = { employeeId: 'olena' };
const maria = { employeeId: 'maria', roles: ['manager'] } as const;
const day = { leaveType: 'annual', from: '2026-07-06', to: '2026-07-06' };
const shortMs = 250;

/** How often user was asked, by what it said. */
async function lookUps(): Promise<Record<string, number>> {
  const metric = await registry.getSingleMetric('leaveline_vacation_user_lookups_total')?.get();
  return Object.fromEntries((metric?.values ?? []).map(({ labels, value }) => [labels.outcome, value]));
}

describe.each(databases)('vacation asks user, on %s', (kind) => {
  let user: TestCompany;
  let userApp: TestApp;
  let company: Company;
  let slow: Server;
  let address: string;
  let timeoutMs: number;
  const said: string[] = [];

  beforeEach(async () => {
    said.length = 0;
    timeoutMs = 30_000;
    registry.getSingleMetric('leaveline_vacation_user_lookups_total')?.reset();
    const issuer = await testIssuer();
    user = await testCompany(kind);
    await user.person('boss', { department: 'Sales' });
    await user.person('maria', { department: 'Sales', managerId: 'boss' });
    for (const id of ['olena', 'olha', 'petro']) await user.person(id, { department: 'Sales', managerId: 'maria' });
    userApp = await testApp(userRoutes(user.world, imports(user.world, silentLog)), silentLog, issuer);
    slow = createServer(() => undefined).listen(0, '127.0.0.1');
    await once(slow, 'listening');
    address = userApp.address;
    const log = pino({}, { write: (line: string) => void said.push(line) });
    const at = new Map<string, LookUp>();
    const lookUp: LookUp = (id, asking) => {
      const one = at.get(address) ?? userLookUp({ url: address, clock: company.world.clock, log, timeoutMs });
      at.set(address, one);
      return one(id, asking);
    };
    company = await companyOn(kind, ukrainianRules, { lookUp, issuer });
  });
  afterEach(async () => {
    await company?.stop();
    await userApp?.stop();
    slow?.close();
    await user?.drop();
  });

  const slowly = () => {
    timeoutMs = shortMs;
    address = `http://127.0.0.1:${(slow.address() as AddressInfo).port}`;
  };
  const ask = (method: string, path: string, body?: unknown, as: { employeeId: string } = olena) =>
    company.app.ask(method, `/api/vacation${path}`, { as, body });

  test('somebody whom only user knows sees a balance, asks for leave, and the manager decides', async () => {
    const { body } = await ask('GET', '/balances/me');
    expect(body.balances?.[0]).toMatchObject({ leaveType: 'annual', year: 2026 });
    expect(body.balances[0].granted).toBeGreaterThan(0);
    const asked = await ask('POST', '/requests', day);
    expect(asked.status).toBe(201);
    const approve = `/requests/${asked.body.requestId}/approve`;
    expect((await ask('POST', approve, { version: 1 }, maria)).body.status).toBe('approved');
    expect((await lookUps()).found).toBe(2);
  });

  test('the schedule, manager and region of this moment count when somebody asks, whatever the events have told', async () => {
    const before = await ask('POST', '/requests/preview', { ...day, leaveType: 'unpaid' }, { employeeId: 'olha' });
    expect(before.body.workingDays).toBe(1);
    user.clock.set(user.clock.now() + 60_000);
    const schedule = [500_000, 500_000, 500_000, 500_000, 500_000, 0, 0];
    const olha = { id: 'olha', version: null };
    await user.act((act) => reschedule(act, olha, { schedule, effectiveFrom: '2026-07-01', voids: null }));
    await user.act((act) => updateProfile(act, olha, { managerId: 'boss', region: 'DE' }));
    const asked = await ask('POST', '/requests', { ...day, leaveType: 'unpaid' }, { employeeId: 'olha' });
    expect(asked.status).toBe(201);
    const rows = await company.database.db.selectFrom('absences').select('working').execute();
    expect(rows).toEqual([{ working: 500_000 }]);
    const approve = `/requests/${asked.body.requestId}/approve`;
    expect((await ask('POST', approve, { version: 1 }, maria)).status).toBe(404);
    const boss = { employeeId: 'boss', roles: ['manager'] as const };
    expect((await ask('POST', approve, { version: 1 }, boss)).status).toBe(200);
  });

  test('what has been heard after that wins over what user tells, and events that come late find it as they say', async () => {
    company.at('2026-06-01T13:00:00+03:00');
    await company.hears('user.updated', { employeeId: 'olha', firstName: 'Olha', managerId: 'sofia' });
    const toIt = { department: 'IT', effectiveFrom: '2026-06-02', voids: null };
    await user.act((act) => move(act, { id: 'olha', version: null }, toIt));
    expect((await ask('POST', '/requests', week, { employeeId: 'olha' })).status).toBe(201);
    const person = async () =>
      JSON.parse(
        (
          await company.database.db
            .selectFrom('people')
            .select('data')
            .where('employee_id', '=', 'olha')
            .executeTakeFirstOrThrow()
        ).data,
      );
    expect(await person()).toMatchObject({ managerId: 'sofia', departments: [{ value: 'Sales' }] });
    await ask('GET', '/requests');
    await company.hears('user.updated', { employeeId: 'olena', managerId: 'sofia' });
    expect((await ask('GET', '/requests')).status).toBe(200);
    await company.hears('user.registered', { employeeId: 'olena', managerId: 'maria', department: 'Sales' });
    expect((await ask('GET', '/requests')).status).toBe(200);
  });

  test('while user is away the replica answers, says so, and after three tries asks no more for a while', async () => {
    await userApp.stop();
    for (const from of ['2026-07-06', '2026-07-08', '2026-07-10', '2026-07-13']) {
      const { status } = await ask('POST', '/requests', { ...day, from, to: from }, { employeeId: 'petro' });
      expect(status).toBe(201);
    }
    expect((await ask('GET', '/balances/me')).body.code).toBe('unknown_person');
    expect(await lookUps()).toEqual({ away: 3, resting: 2 });
    expect(said.filter((line) => line.includes('user is away: the replica answers'))).toHaveLength(3);
    expect(said.join()).not.toMatch(/bearer/i);
  });

  test('a user service that answers slowly is not waited for longer than the limit', async () => {
    slowly();
    const began = performance.now();
    expect((await ask('POST', '/requests', day, { employeeId: 'petro' })).status).toBe(201);
    const took = performance.now() - began;
    expect(took).toBeGreaterThanOrEqual(shortMs - 5);
    expect(await lookUps()).toEqual({ away: 1 });
  });

  test('user decides with the caller’s own rights whom it tells of', async () => {
    await user.person('apart', { department: 'Law', managerId: 'boss' });
    const { status } = await ask('POST', '/requests', { ...day, employeeId: 'apart' }, { employeeId: 'olha' });
    expect(status).toBe(404);
    expect(await lookUps()).toEqual({ refused: 1 });
    const rows = await company.database.db.selectFrom('people').select('employee_id').execute();
    expect(rows).not.toContainEqual({ employee_id: 'apart' });
  });
});
