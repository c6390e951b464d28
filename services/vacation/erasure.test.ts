import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { AnyEvent } from '#schemas/event.ts';
import { databases } from '../common/testing/databases.ts';
import { replay, restore } from './restore.ts';
import type { VacationTables } from './tables.ts';
import { type Company, companyOn, week } from './testing/company.ts';

const tables = ['events', 'event_sets', 'people', 'requests', 'sick_notes', 'absences', 'once', 'outbox'] as const;
const secrets = [
  'Zoriana',
  'Zaliznyak',
  'zoriana@company.example',
  'To my wedding',
  'An audit is due',
  'The war',
  'Jubilee of hers',
];

describe.each(databases)('an erasure on %s', (kind) => {
  let company: Company;
  const companies: Company[] = [];
  const start = async () => {
    const started = await companyOn(kind);
    companies.push(started);
    return started;
  };
  const zoriana = {
    employeeId: 'zoriana',
    firstName: 'Zoriana',
    lastName: 'Zaliznyak',
    email: 'zoriana@company.example',
  };
  const registered = { ...zoriana, managerId: 'maria', department: 'Sales', hiredOn: '2020-01-01' };
  const ask = (method: string, path: string, body: unknown, headers = {}) =>
    company.app.ask(method, `/api/vacation${path}`, { as: zoriana, body, headers });

  beforeEach(async () => {
    company = await start();
    await company.hears('user.registered', registered);
    const hers = await ask('POST', '/requests', { ...week, comment: 'To my wedding' }, { 'idempotency-key': 'one' });
    await company.ask('maria', 'POST', `/requests/${hers.body.requestId}/reject`, {
      version: 1,
      reason: 'An audit is due',
    });
    const again = (await ask('POST', '/requests', { ...week, comment: 'To my wedding' })).body.requestId;
    await company.ask('maria', 'POST', `/requests/${again}/approve`, { version: 1 });
    await ask('POST', `/requests/${again}/request-cancellation`, { version: 2, reason: 'The war' });
    await company.ask('maria', 'POST', `/requests/${again}/cancel`, { version: 3, reason: 'The war' });
    const third = { leaveType: 'annual', from: '2026-06-08', to: '2026-06-09', employeeId: 'zoriana' };
    const given = await company.ask('maria', 'POST', '/requests', third, { 'idempotency-key': 'two' });
    await company.ask('maria', 'POST', `/requests/${given.body.requestId}/approve`, { version: 1 });
    const more = { leaveType: 'annual', year: 2026, days: 2, reason: 'Jubilee of hers' };
    await company.ask('hanna', 'POST', '/balances/zoriana/adjustments', more);
    await company.ask('petro', 'POST', '/requests', { ...week, comment: 'Petro goes fishing' });
    await company.hears('user.deactivated', { employeeId: 'zoriana', lastDay: '2026-06-30' });
  });
  afterEach(async () => {
    for (const one of companies.splice(0)) await one.stop();
  });

  const rows = async (table: keyof VacationTables | 'outbox') =>
    company.database.db
      .selectFrom(table as 'events')
      .selectAll()
      .execute();
  const everything = async () => JSON.stringify(await Promise.all(tables.map(rows)));
  /** Which of the secrets lie in some table. */
  const kept = async () => {
    const text = await everything();
    return secrets.filter((secret) => text.includes(secret));
  };
  const eraseHer = () => company.hears('user.erasure_requested', { employeeId: 'zoriana', requestedBy: 'hanna' });
  const heard = async () => {
    const sets = await company.database.db.selectFrom('event_sets').select('events').execute();
    const ofPeople = sets.flatMap(({ events }) => JSON.parse(events) as AnyEvent[]);
    return [...ofPeople, ...(await rows('events')).map(({ data }) => JSON.parse(data) as AnyEvent)];
  };

  test('leaves nothing personal in any table, and the requests, days and balances as they were', async () => {
    expect(await kept()).toEqual(secrets);
    const { people: before, ...books } = (await company.readModels()) as { people: unknown[] };
    await eraseHer();
    expect(await kept()).toEqual([]);
    const { people: after, ...same } = (await company.readModels()) as { people: unknown[] };
    expect(same).toEqual(books);
    expect(after).toHaveLength(before.length);
    expect(await everything()).toContain('Petro goes fishing');
    const view = await company.ask('hanna', 'GET', '/requests?employeeId=zoriana');
    expect(
      view.body.requests.map(({ employeeName, status }: { employeeName: string; status: string }) => [
        employeeName,
        status,
      ]),
    ).toEqual(
      expect.arrayContaining([
        ['zoriana', 'rejected'],
        ['zoriana', 'cancelled'],
        ['zoriana', 'approved'],
      ]),
    );
  });

  test('holds when it comes twice, when earlier events come after it, and when the read models are made anew', async () => {
    await eraseHer();
    const before = await company.readModels();
    await eraseHer();
    company.at('2026-05-01T09:00:00+03:00');
    await company.hears('user.updated', { ...zoriana, managerId: 'maria' });
    company.at('2026-06-01T09:00:00+03:00');
    await replay(company.world);
    expect(await kept()).toEqual([]);
    expect(await company.readModels()).toEqual(before);
  });

  test('is done again in a database that is filled from what Kafka still holds', async () => {
    const found = await heard();
    found.push(await eraseHer());
    const source = company;
    company = await start();
    for (const table of ['events', 'event_sets', 'people', 'balances', 'outbox', 'outbox_aggregates'] as const)
      await company.database.db.deleteFrom(table).execute();
    await restore(company.world, found);
    expect(await kept()).toEqual([]);
    expect(await company.readModels()).toEqual(await source.readModels());
  });

  test('of somebody whom only user has told of blanks the name', async () => {
    const { db } = company.database;
    await db.deleteFrom('event_sets').where('employee_id', '=', 'zoriana').execute();
    await eraseHer();
    expect(await kept()).toEqual([]);
  });
});
