import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { databases } from '../common/testing/databases.ts';
import { type Company, companyOn, type Name, week } from './testing/company.ts';

describe.each(databases)('when a manager leaves, on %s', (kind) => {
  let company: Company;
  let requestId: string;
  beforeEach(async () => {
    company = await companyOn(kind);
    requestId = (await company.ask('olha', 'POST', '/requests', week)).body.requestId;
  });
  afterEach(() => company.stop());

  const leaves = (name: Name) => company.hears('user.deactivated', { employeeId: name, lastDay: '2026-06-01' });
  const delegates = (from: Name, to: Name) =>
    company.ask(from, 'PUT', '/delegation', { delegateId: to, whenAway: true });
  const waiting = async (name: Name) =>
    (await company.ask(name, 'GET', '/approvals')).body.approvals.map(
      ({ request }: { request: { requestId: string } }) => request.requestId,
    );
  const approve = (name: Name) => company.ask(name, 'POST', `/requests/${requestId}/approve`, { version: 1 });

  test('what waits passes on to the manager above, and the one who left decides nothing with a token that still holds', async () => {
    await leaves('maria');
    const refused = await approve('maria');
    expect([refused.status, refused.body.code]).toEqual([403, 'has_left']);
    expect(await waiting('boris')).toEqual([requestId]);
    expect((await approve('boris')).body.status).toBe('approved');
  });

  test('a delegate for days of absence stands in for good', async () => {
    await delegates('maria', 'sofia');
    expect([await waiting('sofia'), (await approve('sofia')).status]).toEqual([[], 404]);
    await leaves('maria');
    expect(await waiting('sofia')).toEqual([requestId]);
    expect((await approve('sofia')).body.status).toBe('approved');
  });

  test('the delegate of the manager above stands in for the people of who left, too', async () => {
    await company.ask('boris', 'PUT', '/delegation', { delegateId: 'sofia', whenAway: false });
    expect([await waiting('sofia'), (await approve('sofia')).status]).toEqual([[], 404]);
    await leaves('maria');
    expect(await waiting('sofia')).toEqual([requestId]);
    expect((await approve('sofia')).body.status).toBe('approved');
  });

  test('what asks for a decision says who stands in then, of the manager above too, and nobody who has left', async () => {
    const said = async () => {
      const rows = company.database.db.selectFrom('outbox' as never).select('payload' as never);
      const events = (await rows.orderBy('seq' as never).execute()).map(({ payload }) => JSON.parse(payload));
      return events.filter(({ data }) => data.requestId !== undefined).map(({ data }) => data.delegates ?? null);
    };
    const ask = () => company.ask('olha', 'POST', '/requests', { ...week, from: '2026-08-03', to: '2026-08-09' });
    await company.ask('maria', 'PUT', '/delegation', { delegateId: 'sofia', whenAway: false });
    await company.ask('boris', 'PUT', '/delegation', { delegateId: 'stas', whenAway: true });
    const asked = (await ask()).body.requestId;
    await leaves('maria');
    await company.ask('olha', 'PUT', `/requests/${asked}`, {
      ...week,
      from: '2026-08-03',
      to: '2026-08-07',
      version: 1,
    });
    await leaves('boris');
    await company.ask('olha', 'PUT', `/requests/${asked}`, {
      ...week,
      from: '2026-08-03',
      to: '2026-08-06',
      version: 2,
    });
    await leaves('sofia');
    await company.ask('hanna', 'POST', `/requests/${asked}/approve`, { version: 3 });
    await company.ask('olha', 'POST', `/requests/${asked}/request-cancellation`, { version: 4, reason: null });
    expect(await said()).toEqual([null, ['sofia'], ['sofia'], ['sofia', 'stas'], null, ['stas']]);
    expect((await company.ask('stas', 'POST', `/requests/${asked}/cancel`, { version: 5, reason: null })).status).toBe(
      200,
    );
  });

  test('a delegate who leaves decides nothing, and nobody can choose one who has left', async () => {
    await company.ask('maria', 'PUT', '/delegation', { delegateId: 'sofia', whenAway: false });
    await leaves('sofia');
    expect((await approve('sofia')).body.code).toBe('has_left');
    expect((await delegates('boris', 'sofia')).body.code).toBe('delegate_unknown');
    expect((await approve('maria')).body.status).toBe('approved');
  });

  test('somebody who left asks for nothing, and does again after coming back', async () => {
    const later = { ...week, from: '2026-08-03', to: '2026-08-04' };
    await leaves('olha');
    expect((await company.ask('olha', 'POST', '/requests', later)).body.code).toBe('has_left');
    company.at('2026-07-01T09:00:00+03:00');
    await company.hears('user.registered', { employeeId: 'olha', managerId: 'maria', hiredOn: '2026-07-01' });
    expect((await company.ask('olha', 'POST', '/requests', later)).status).toBe(201);
    const back = { employeeId: 'olha', managerId: 'maria', hiredOn: '2026-09-01', department: 'IT' };
    await leaves('olha');
    company.at('2026-09-01T09:00:00+03:00');
    await company.hears('user.registered', back);
    const row = await company.database.db
      .selectFrom('people')
      .select('data')
      .where('employee_id', '=', 'olha')
      .execute();
    expect(JSON.parse(row[0]?.data ?? '').departments).toEqual([
      { from: '1900-01-01', value: 'Sales' },
      { from: '2026-09-01', value: 'IT' },
    ]);
  });
});
