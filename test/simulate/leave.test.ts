import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ukrainianRules } from '#domain/leaveRules.ts';
import { manualClock } from '#lib/clock.ts';
import { roles as allRoles } from '#schemas/access/people.ts';
import { type TestDatabase, testDatabase } from '#services/common/testing/databases.ts';
import type { VacationWorld } from '#services/vacation/act.ts';
import { keepAllBalances } from '#services/vacation/clockwork.ts';
import { migrations } from '#services/vacation/migrations.ts';
import { restore } from '#services/vacation/restore.ts';
import type { VacationTables } from '#services/vacation/tables.ts';
import { company } from './company.ts';
import { historyOfLeave } from './history.ts';
import { CompanyLeave, reportsOf } from './leave.ts';
import { asAnyEvent } from './published.ts';
import { signInPeople } from './signIns.ts';

const now = Date.parse('2026-03-02T09:00:00Z');
const today = '2026-03-02';
const people = company('demo', 60, '2025-01-01');
const known = signInPeople(people);
const ofRole = (role: string) => known.find(({ roles }) => roles.at(-1) === role)?.person;

describe('who signs in', () => {
  test('is one person for each role, and the same ones whatever the day', () => {
    expect(known.map(({ roles }) => roles.at(-1))).toEqual([...allRoles]);
    expect(new Set(known.map(({ person }) => person.id)).size).toBe(allRoles.length);
    for (const { person } of known) expect(person).toMatchObject({ leavesOn: null, move: null });
  });

  test('is a manager with a team, which the employee belongs to', () => {
    const manager = ofRole('manager');
    expect(reportsOf(people, manager?.id ?? '', today).length).toBeGreaterThanOrEqual(5);
    expect(ofRole('employee')?.managerId).toBe(manager?.id);
  });

  test('works where most people are in the department of their manager', () => {
    const byId = new Map(people.people.map((person) => [person.id, person]));
    const same = people.people.filter(
      ({ managerId, department }) => byId.get(managerId ?? '')?.department === department,
    );
    expect(same.length / people.people.length).toBeGreaterThan(0.7);
  });
});

describe('leave through the vacation service', () => {
  let database: TestDatabase<VacationTables>;
  let world: VacationWorld;
  async function statuses() {
    const rows = await database.db.selectFrom('requests').select(['request_id', 'employee_id', 'status']).execute();
    return rows.map(({ request_id: id, employee_id: of, status }) => ({ id, of, status }));
  }

  beforeAll(async () => {
    database = await testDatabase<VacationTables>('sqlite', migrations);
    world = { database, clock: manualClock(now), source: '/vacation', zone: 'Europe/Kyiv', standard: ukrainianRules };
    await restore(world, historyOfLeave(people, now).map(asAnyEvent));
    await keepAllBalances(world);
  });
  afterAll(() => database.drop());

  test('is asked for, decided and changed, and leaves alone what is for those who sign in', async () => {
    const apart = new Set(known.map(({ person }) => person.id));
    const manager = ofRole('manager')?.id ?? '';
    const theirs = new Set(
      people.people.filter(({ id, managerId }) => apart.has(id) || managerId === manager).map(({ id }) => id),
    );
    const leave = new CompanyLeave(world, people, 'test');
    const asked = await leave.ask(reportsOf(people, manager, today), 3);
    const before = (await statuses()).filter(({ of }) => theirs.has(of));
    for (let turn = 0; turn < 150; turn++) await leave.next();
    const after = await statuses();
    expect(asked).toBe(3);
    expect(after).toEqual(expect.arrayContaining(before));
    expect(after.filter(({ of }) => apart.has(of))).toEqual(before.filter(({ of }) => apart.has(of)));
    expect(after.filter(({ of, status }) => !theirs.has(of) && status === 'submitted').length).toBeGreaterThan(3);
    const types = new Set((await database.db.selectFrom('outbox').select('type').execute()).map(({ type }) => type));
    for (const type of ['submitted', 'approved', 'modified']) expect(types).toContain(`vacation.request.${type}`);
  });
});
