import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type LeaveRules, ukrainianRules } from '#domain/leaveRules.ts';
import { databases } from '../common/testing/databases.ts';
import { remindAndExpire } from './clockwork.ts';
import { replay } from './restore.ts';
import { type Company, companyOn, week } from './testing/company.ts';

const rules: LeaveRules = {
  ...ukrainianRules,
  coverage: [{ department: 'Sales', maxAbsent: 1, severity: 'refuse' }],
};

describe.each(databases)('leave on %s', (kind) => {
  let company: Company;
  beforeEach(async () => {
    company = await companyOn(kind, rules);
  });
  afterEach(() => company.stop());

  const submit = async (name: 'olha' | 'petro' = 'olha', body: object = week) =>
    (await company.ask(name, 'POST', '/requests', body)).body;
  const balance = async () => (await company.ask('olha', 'GET', '/balances/me')).body.balances[0];

  test('is asked for, approved by the manager, and taken off the balance', async () => {
    expect(await balance()).toMatchObject({ leaveType: 'annual', granted: 24, available: 24 });
    const asked = await company.ask('olha', 'POST', '/requests', { ...week, comment: 'Карпати' });
    expect([asked.status, asked.body]).toMatchObject([201, { status: 'submitted', version: 1, days: 7 }]);
    expect(await balance()).toMatchObject({ pending: 7, available: 17 });
    const path = `/requests/${asked.body.requestId}`;
    const approved = await company.ask('maria', 'POST', `${path}/approve`, { version: 1 });
    expect([approved.status, approved.body]).toMatchObject([200, { status: 'approved', decidedBy: 'maria' }]);
    expect(await balance()).toMatchObject({ pending: 0, scheduled: 7, available: 17 });
    const { body } = await company.ask('olha', 'GET', path);
    expect(body.history).toMatchObject([
      { type: 'vacation.request.submitted', by: 'olha', text: 'Карпати' },
      { type: 'vacation.request.approved', by: 'maria' },
    ]);
    expect(await company.published()).toEqual(['vacation.request.submitted', 'vacation.request.approved']);
  });

  test('is refused with every reason that a dry run shows before', async () => {
    const long = { ...week, to: '2026-08-30', substituteId: 'nobody' };
    const { body: dry } = await company.ask('olha', 'POST', '/requests/preview', long);
    expect(dry).toMatchObject({ days: 56, allowed: false, available: { 2026: 24 }, left: { 2026: -32 } });
    expect(dry.findings.map(({ code }: { code: string }) => code)).toEqual(['balance_short', 'substitute_unknown']);
    const { status, body } = await company.ask('olha', 'POST', '/requests', long);
    expect([status, body]).toMatchObject([422, { code: 'balance_short' }]);
    expect(await company.published()).toEqual([]);
  });

  test('counts hours as a share of the scheduled day', async () => {
    const { body } = await company.ask('olha', 'POST', '/requests', {
      leaveType: 'overtime',
      from: '2026-07-06',
      to: '2026-07-06',
      hours: 2,
    });
    expect(body).toMatchObject({ days: 0.25, fraction: 0.25 });
    const more = await company.ask('olha', 'POST', '/requests', { ...week, hours: 2 });
    expect([more.status, more.body.faults]).toMatchObject([400, [{ field: 'hours' }]]);
  });

  test('needs two people for two steps', async () => {
    const { requestId } = await submit('olha', { ...week, leaveType: 'unpaid' });
    const approve = (name: 'maria' | 'hanna', version: number) =>
      company.ask(name, 'POST', `/requests/${requestId}/approve`, { version });
    expect((await approve('maria', 1)).body).toMatchObject({ status: 'submitted', openStep: 'hr', version: 2 });
    expect((await approve('maria', 2)).status).toBe(403);
    expect((await approve('hanna', 2)).body).toMatchObject({ status: 'approved' });
  });

  test('is changed, withdrawn and cancelled along its states', async () => {
    const { requestId } = await submit();
    const path = `/requests/${requestId}`;
    const shorter = await company.ask('olha', 'PUT', path, { ...week, to: '2026-07-08', version: 1 });
    expect(shorter.body).toMatchObject({ days: 3, version: 2 });
    await company.ask('maria', 'POST', `${path}/approve`, { version: 2 });
    expect((await company.ask('olha', 'POST', `${path}/withdraw`, { version: 3 })).body.code).toBe('not_in_this_state');
    await company.ask('olha', 'POST', `${path}/request-cancellation`, { version: 3, reason: 'plans' });
    const declined = await company.ask('maria', 'POST', `${path}/decline-cancellation`, { version: 4 });
    expect(declined.body).toMatchObject({ status: 'approved', version: 5 });
    const cancelled = await company.ask('maria', 'POST', `${path}/cancel`, { version: 5 });
    expect(cancelled.body).toMatchObject({ status: 'cancelled' });
    expect(await balance()).toMatchObject({ available: 24, scheduled: 0 });
    const second = await submit();
    expect((await company.ask('olha', 'POST', `/requests/${second.requestId}/withdraw`, { version: 1 })).status).toBe(
      200,
    );
  });

  test('does not overlap, and leaves enough of a department', async () => {
    const { requestId } = await submit();
    const half = await company.ask('olha', 'POST', '/requests', { ...week, to: '2026-07-06', dayPart: 'morning' });
    expect(half.body).toMatchObject({ code: 'overlaps_leave', facts: { id: requestId, day: '2026-07-06' } });
    const colleague = await submit('petro');
    await company.ask('maria', 'POST', `/requests/${requestId}/approve`, { version: 1 });
    const refused = await company.ask('maria', 'POST', `/requests/${colleague.requestId}/approve`, { version: 1 });
    expect(refused.body).toMatchObject({ status: 422, code: 'too_many_absent', facts: { day: '2026-07-06' } });
  });

  test('waits in the queue of who decides, with conflicts', async () => {
    const first = await submit();
    await company.ask('maria', 'POST', `/requests/${first.requestId}/approve`, { version: 1 });
    expect((await submit('petro', { ...week, leaveType: 'study' })).code).toBe('too_many_absent');
    const later = await submit('petro', { ...week, from: '2026-07-13', to: '2026-07-14' });
    await company.ask('olha', 'POST', '/sick-notes', { from: '2026-07-13', to: '2026-07-13' });
    const { body } = await company.ask('maria', 'GET', '/approvals');
    expect(body.approvals).toMatchObject([
      {
        request: { requestId: later.requestId, employeeName: 'petro Test' },
        department: 'Sales',
        findings: [{ code: 'too_many_absent', facts: { day: '2026-07-13' } }],
        away: [{ name: 'olha Test', days: ['2026-07-13'] }],
      },
    ]);
    expect((await company.ask('boris', 'GET', '/approvals')).body.approvals).toHaveLength(1);
    for (const name of ['petro', 'olha', 'sofia'] as const)
      expect((await company.ask(name, 'GET', '/approvals')).body.approvals).toEqual([]);
  });

  test('is decided in bulk, each by itself', async () => {
    const one = await submit('olha');
    const two = await submit('petro', { ...week, from: '2026-08-03', to: '2026-08-04' });
    const { body } = await company.ask('maria', 'POST', '/approvals/decisions', {
      decisions: [
        { requestId: one.requestId, version: 1, decision: 'approve' },
        { requestId: 'none', version: 1, decision: 'approve' },
        { requestId: two.requestId, version: 7, decision: 'reject' },
        { requestId: two.requestId, version: 1, decision: 'reject', reason: 'Audit' },
      ],
    });
    expect(body.results.map(({ status, code }: { status: number; code: string }) => [status, code])).toEqual([
      [200, null],
      [404, 'no_such_request'],
      [409, 'stale'],
      [200, null],
    ]);
  });

  test('is decided by the delegate while the manager is away, and only then', async () => {
    const { requestId } = await submit();
    const put = await company.ask('maria', 'PUT', '/delegation', { delegateId: 'stas', whenAway: true });
    expect(put.body).toMatchObject({ delegateId: 'stas', from: '2026-06-01', whenAway: true });
    const approve = () => company.ask('stas', 'POST', `/requests/${requestId}/approve`, { version: 1 });
    expect((await approve()).status).toBe(404);
    await company.ask('maria', 'POST', '/sick-notes', { from: '2026-06-01', to: '2026-06-01' });
    expect((await company.ask('stas', 'GET', '/approvals')).body.approvals).toHaveLength(1);
    expect((await approve()).body).toMatchObject({ status: 'approved', decidedBy: 'stas' });
  });

  test('is reminded of on business days 1, 3, 5 and expires on 7', async () => {
    const { requestId } = await submit();
    for (const day of ['02', '03', '04', '05', '08', '09', '10']) {
      company.at(`2026-06-${day}T10:00:00+03:00`);
      await remindAndExpire(company.world);
      await remindAndExpire(company.world);
    }
    expect(await company.published()).toEqual([
      'vacation.request.submitted',
      ...Array(3).fill('vacation.request.reminded'),
      'vacation.request.expired',
    ]);
    const { body } = await company.ask('olha', 'GET', `/requests/${requestId}`);
    expect(body).toMatchObject({ status: 'expired', decidedBy: null });
    expect(await balance()).toMatchObject({ available: 24 });
  });

  test('follows the person: another schedule counts its days anew', async () => {
    await submit('olha', { leaveType: 'special', from: '2026-07-06', to: '2026-07-10' });
    await company.hears('user.schedule_changed', {
      employeeId: 'olha',
      schedule: [1, 1, 0, 0, 0, 0, 0],
      effectiveFrom: '2026-07-01',
    });
    const { body } = await company.ask('olha', 'GET', '/requests');
    expect(body.requests).toMatchObject([{ days: 2 }]);
  });

  test('goes by rules whose change is told: who, which, and all of them', async () => {
    const { annual } = rules.types;
    if (!annual) throw new Error('the standard rules have no annual leave');
    const types = { ...rules.types, annual: { ...annual, noticeDays: 14 } };
    await company.ask('hanna', 'PUT', '/settings', { version: 0, rules: { ...rules, types, daysBack: 7 } });
    const rows = await company.database.db.selectFrom('outbox').select(['type', 'payload']).execute();
    const [told] = rows.filter(({ type }) => type === 'vacation.rules.changed');
    const { data } = JSON.parse(told?.payload ?? '{}');
    expect(data).toMatchObject({ employeeId: 'hanna', version: 1, changed: ['types.annual.noticeDays', 'daysBack'] });
    expect(JSON.parse(data.rules)).toEqual({ ...rules, types, daysBack: 7 });
  });

  test('counts on as its type did when it was asked for, after the rules have changed', async () => {
    const { special } = rules.types;
    if (!special) throw new Error('the standard rules have no special leave');
    const days = { leaveType: 'special', from: '2026-07-06', to: '2026-07-12' };
    await submit('olha', days);
    const changed = { ...rules, types: { ...rules.types, special: { ...special, counting: 'calendar' } } };
    await company.ask('hanna', 'PUT', '/settings', { version: 0, rules: changed });
    await submit('petro', days);
    await replay(company.world);
    const listed = async (name: 'olha' | 'petro') => (await company.ask(name, 'GET', '/requests')).body.requests;
    expect([await listed('olha'), await listed('petro')]).toMatchObject([[{ days: 5 }], [{ days: 7 }]]);
  });
});
