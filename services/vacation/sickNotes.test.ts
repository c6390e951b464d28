import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { databases } from '../common/testing/databases.ts';
import { keepAllBalances } from './clockwork.ts';
import { type Company, companyOn, week } from './testing/company.ts';

describe.each(databases)('illness, balances and settings on %s', (kind) => {
  let company: Company;
  beforeEach(async () => {
    company = await companyOn(kind);
  });
  afterEach(() => company.stop());

  test('a sick note is reported, changed and cancelled', async () => {
    const days = { from: '2026-06-01', to: '2026-06-03' };
    const reported = await company.ask('olha', 'POST', '/sick-notes', days);
    expect([reported.status, reported.body]).toMatchObject([201, { status: 'reported', version: 1 }]);
    const path = `/sick-notes/${reported.body.absenceId}`;
    expect((await company.ask('olha', 'POST', '/sick-notes', days)).body.code).toBe('overlaps_sick_note');
    const longer = await company.ask('maria', 'PUT', path, { ...days, to: '2026-06-05', version: 1 });
    expect(longer.body).toMatchObject({ to: '2026-06-05', version: 2 });
    expect((await company.ask('olha', 'PUT', path, { ...days, version: 1 })).status).toBe(409);
    expect((await company.ask('olha', 'POST', `${path}/cancel`, { version: 2 })).body.status).toBe('cancelled');
    expect((await company.ask('olha', 'GET', '/sick-notes')).body.sickNotes).toMatchObject([{ status: 'cancelled' }]);
    expect(await company.published()).toEqual([
      'absence.sick.reported',
      'absence.sick.updated',
      'absence.sick.cancelled',
    ]);
  });

  test('leave that meets a sick note is possible, and pointed out', async () => {
    await company.ask('olha', 'POST', '/sick-notes', { from: '2026-07-08', to: '2026-07-08' });
    const { body } = await company.ask('olha', 'POST', '/requests/preview', week);
    expect(body).toMatchObject({ allowed: true, findings: [{ code: 'overlaps_sick_note', severity: 'warn' }] });
  });

  test('a balance is adjusted by hr once, however often it is sent', async () => {
    const more = { leaveType: 'annual', year: 2026, days: 1.5, reason: 'Ювілей' };
    const send = () =>
      company.ask('hanna', 'POST', '/balances/olha/adjustments', more, { 'idempotency-key': 'adjust-1' });
    await send();
    expect((await send()).body.balances[0]).toMatchObject({ adjusted: 1.5, available: 25.5 });
    const study = await company.ask('hanna', 'POST', '/balances/olha/adjustments', { ...more, leaveType: 'study' });
    expect([study.status, study.body.code]).toEqual([422, 'no_balance']);
    const own = await company.ask('hanna', 'POST', '/balances/hanna/adjustments', more);
    expect([own.status, own.body.code]).toEqual([403, 'own_balance']);
  });

  test('rules are replaced whole, by the version that was seen, and what was counted is counted anew', async () => {
    const { body: before } = await company.ask('hanna', 'GET', '/settings');
    await company.ask('olha', 'POST', '/requests', week);
    company.at('2026-06-01T09:01:00+03:00');
    await company.ask('olha', 'POST', '/requests', { leaveType: 'special', from: '2026-08-24', to: '2026-08-28' });
    const rules = { ...before.rules, wartime: null };
    const put = (version: number) => company.ask('hanna', 'PUT', '/settings', { version, rules });
    expect((await put(0)).body.version).toBe(1);
    expect((await put(0)).status).toBe(409);
    const { body: asked } = await company.ask('olha', 'GET', '/requests');
    expect(asked.requests).toMatchObject([{ leaveType: 'special', days: 4 }, { days: 7 }]);
    const broken = { ...rules, expiry: { businessDays: 0, reminders: [] }, region: 'nowhere' };
    const { body } = await company.ask('hanna', 'PUT', '/settings', { version: 1, rules: broken });
    expect(body.faults.map(({ field }: { field: string }) => field)).toEqual([
      'rules.expiry.businessDays',
      'rules.region',
    ]);
  });

  test('at the turn of the year what is left comes over, once, however often it is looked at', async () => {
    const { body } = await company.ask('olha', 'POST', '/requests', week);
    await company.ask('maria', 'POST', `/requests/${body.requestId}/approve`, { version: 1 });
    company.at('2027-01-01T00:00:05+02:00');
    await Promise.all([keepAllBalances(company.world), keepAllBalances(company.world)]);
    await keepAllBalances(company.world);
    const { balances } = (await company.ask('olha', 'GET', '/balances/me')).body;
    expect(balances).toMatchObject([{ year: 2027, granted: 24, carried: 17, available: 41 }]);
  });

  test('somebody who joins has a balance at once, and who leaves gives back what is too much', async () => {
    await company.hears('user.registered', { employeeId: 'new', managerId: 'maria', hiredOn: '2026-07-02' });
    const read = async () => (await company.ask('hanna', 'GET', '/balances/new')).body.balances[0];
    company.at('2026-07-02T09:00:00+03:00');
    await company.hears('user.updated', { employeeId: 'new', managerId: 'maria' });
    expect(await read()).toMatchObject({ granted: 12.5 });
    await company.hears('user.deactivated', { employeeId: 'new', lastDay: '2026-07-31' });
    expect((await read()).granted).toBe(2);
  });
});
