import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { migrate } from '../common/database/migrations.ts';
import { databases, takeBack } from '../common/testing/databases.ts';
import { migrations } from './migrations.ts';
import { choose } from './preferences.ts';
import { type Company, company, leave, noon } from './testing/company.ts';

const request = { employeeId: '7', requestId: 'r1' };

describe.each(databases)('what happens is told on %s', (kind) => {
  let place: Company;
  beforeEach(async () => {
    place = await company(kind);
  });
  afterEach(() => place.drop());
  const told = async () => (await place.mails()).map(({ to, template }) => `${to} ${template}`);

  test.each([
    ['step_approved', { step: 1, decidedBy: '1' }, ['7 step_approved', '2 submitted']],
    ['approved', { decidedBy: '1' }, ['7 approved', '8 substitute']],
    ['approved', { decidedBy: '2' }, ['7 approved', '1 team_approved', '8 substitute']],
    ['rejected', { decidedBy: '1', reason: 'no' }, ['7 rejected']],
    ['withdrawn', { withdrawnBy: '7' }, ['7 withdrawn', '1 team_withdrawn']],
    ['expired', {}, ['7 expired', '1 team_expired']],
    ['cancelled', { cancelledBy: '2' }, ['7 cancelled', '1 team_cancelled', '8 team_cancelled']],
    ['cancellation_requested', {}, ['1 cancellation_requested']],
    ['cancellation_declined', { decidedBy: '1' }, ['7 cancellation_declined']],
    ['reminded', { businessDays: 2 }, ['1 reminded']],
    ['modified', { ...leave, to: '2026-07-09', modifiedBy: '7' }, ['7 modified', '1 changed']],
  ])('%s %j to whom it concerns', async (name, data, expected) => {
    await place.happens('vacation.request.submitted', { ...leave, substituteId: '8', approval: ['manager', 'hr'] });
    await place.happens(`vacation.request.${name}`, { ...request, ...data });
    expect(await told()).toEqual(['1 submitted', ...expected]);
  });

  test('a request that nobody has to approve asks nobody', async () => {
    await place.happens('vacation.request.submitted', { ...leave, approval: [] });
    expect(await told()).toEqual([]);
  });

  test.each([
    ['auth.account.locked', { reason: 'too_many_failures' }, 'account_locked'],
    ['auth.password.changed', { reason: 'changed' }, 'password_changed'],
    ['auth.mfa.enrolled', { method: 'totp' }, 'mfa_enrolled'],
    ['auth.mfa.removed', { method: 'totp', reason: 'by_person' }, 'mfa_removed'],
    ['auth.token.reused', {}, 'session_ended'],
  ])('%s to the owner of the account', async (type, data, template) => {
    await place.happens(type, { employeeId: '7', ...data });
    expect(await told()).toEqual([`7 ${template}`]);
  });

  test('a sign-in from a new device, but neither the first one nor a known one', async () => {
    for (const userAgent of ['a', 'a', 'b', 'a', 'b', 'c'])
      await place.happens('auth.login.succeeded', { employeeId: '7', userAgent });
    expect(await told()).toEqual(['7 new_device', '7 new_device']);
  });

  test('who has left is told nothing, what they would decide goes to the manager above, until they come back', async () => {
    await place.happens('user.updated', { employeeId: '1', firstName: 'Ірина', managerId: '2' });
    await place.happens('user.deactivated', { employeeId: '1', lastDay: '2026-06-01' });
    await place.happens('vacation.request.submitted', leave);
    await place.happens('vacation.request.withdrawn', { ...request, withdrawnBy: '7' });
    expect(await told()).toEqual(['2 submitted', '7 withdrawn', '2 team_withdrawn']);
    await place.happens('user.deactivated', { employeeId: '7', lastDay: '2026-06-01' });
    await place.happens('auth.password.changed', { employeeId: '7', reason: 'reset' });
    expect(await told()).toHaveLength(3);
    await place.happens('user.registered', { employeeId: '1', managerId: '2' });
    await place.happens('vacation.request.submitted', { ...leave, requestId: 'r3', employeeId: '8' });
    expect((await told()).slice(3)).toEqual(['1 submitted']);
  });

  test.each([
    ['submitted', { ...leave, approval: ['manager', 'hr'] }, ['1 submitted', '8 submitted']],
    ['reminded', { businessDays: 1 }, ['1 reminded', '8 reminded']],
    ['modified', { ...leave, modifiedBy: '7' }, ['7 modified', '1 changed', '8 changed']],
    ['cancellation_requested', {}, ['1 cancellation_requested', '8 cancellation_requested']],
    ['step_approved', { step: 1, decidedBy: '1' }, ['7 step_approved', '2 submitted']],
  ])('%s to who stands in for the manager too, where it is for the manager to decide', async (name, data, expected) => {
    if (name !== 'submitted') {
      await place.happens('vacation.request.submitted', { ...leave, approval: ['manager', 'hr'] });
      expect(await told()).toEqual(['1 submitted']);
    }
    await place.happens(`vacation.request.${name}`, { ...request, ...data, delegates: ['8'] });
    expect((await told()).slice(name === 'submitted' ? 0 : 1)).toEqual(expected);
  });

  test('who decides anyway is told once, and not as who stands in; who has left is not told', async () => {
    await place.happens('user.deactivated', { employeeId: '8', lastDay: '2026-06-01' });
    await place.happens('vacation.request.submitted', { ...leave, delegates: ['1', '8'] });
    const rows = place.database.db.selectFrom('mails').select(['employee_id', 'params']);
    expect((await rows.execute()).map((row) => [row.employee_id, JSON.parse(row.params ?? '').instead])).toEqual([
      ['1', undefined],
    ]);
  });

  test('hr who has left is asked for no approval', async () => {
    await place.happens('user.deactivated', { employeeId: '2', lastDay: '2026-06-01' });
    await place.happens('vacation.request.submitted', { ...leave, approval: ['hr'] });
    expect(await told()).toEqual([]);
  });

  test('nothing that was written about somebody who was erased is kept, neither by them nor by others', async () => {
    await place.happens('vacation.request.submitted', leave);
    await place.happens('vacation.request.cancelled', { ...request, cancelledBy: '2', reason: 'The wedding is off' });
    const other = { ...request, employeeId: '8', requestId: 'r2' };
    await place.happens('vacation.request.submitted', { ...leave, ...other });
    await place.happens('vacation.request.cancelled', { ...other, cancelledBy: '2', reason: 'An audit' });
    const rows = async () => {
      const { db } = place.database;
      const tables = (['mails', 'notices'] as const).map((table) => db.selectFrom(table).select('params').execute());
      return JSON.stringify(await Promise.all(tables));
    };
    expect((await rows()).split('The wedding is off')).toHaveLength(5);
    await place.happens('user.erasure_requested', { employeeId: '7' });
    expect(await rows()).not.toContain('The wedding is off');
    expect((await rows()).split('An audit')).toHaveLength(5);
  });

  test('a sign-in of somebody unknown to nobody', async () => {
    await place.happens('auth.account.locked', { reason: 'x', login: 'a@b.c' });
    expect(await told()).toEqual([]);
  });

  test('what is told of a person before they are known waits for them, in order', async () => {
    await place.happens('vacation.request.submitted', { ...leave, employeeId: '9', requestId: 'r9' });
    await place.happens('vacation.request.withdrawn', { employeeId: '9', requestId: 'r9', withdrawnBy: '9' });
    expect(await told()).toEqual([]);
    await place.happens('user.registered', { employeeId: '9', managerId: '1', email: 'p9@example.org' });
    expect(await told()).toEqual(['1 submitted', '9 withdrawn', '1 team_withdrawn']);
    expect(await place.database.db.selectFrom('held_events').selectAll().execute()).toEqual([]);
  });

  test('two events of one id tell both, also where they had to wait for their person', async () => {
    const same = { eventId: randomUUID() };
    const locked = { employeeId: '9', reason: 'x' };
    await place.happens('auth.account.locked', locked, { ...same, mark: 'a' });
    await place.happens(
      'auth.account.locked',
      { employeeId: '9', reason: 'too_many_failures' },
      { ...same, mark: 'b' },
    );
    await place.happens('user.registered', { employeeId: '9', email: 'nine@example.org' });
    await place.happens('auth.account.locked', locked, { ...same, mark: 'c' });
    expect((await place.mails()).map(({ to }) => to)).toEqual(['9', '9', '9']);
  });

  test('what waits for its person since an earlier version goes on waiting', async () => {
    await takeBack(place.database, migrations, 'notification_0005_marks');
    const event = { type: 'auth.account.locked', eventId: 'e', occurredAt: noon, redacted: false, employeeId: '9' };
    const row = { event_id: 'e', employee_id: '9', event: JSON.stringify({ ...event, reason: 'x' }) };
    await place.database.db.insertInto('held_events').values(row).execute();
    await expect(place.database.db.insertInto('held_events').values(row).execute()).rejects.toThrow(/uniq|Duplicate/i);
    await migrate(place.database, migrations);
    await place.database.db.insertInto('held_events').values(row).execute();
    await place.database.db.deleteFrom('held_events').where('seq', '>', 1).execute();
    await place.happens('user.registered', { employeeId: '9', email: 'nine@example.org' });
    expect((await place.mails()).map(({ to }) => to)).toEqual(['9']);
  });

  test('what is older than news are teaches, but tells nobody', async () => {
    await place.happens('vacation.request.submitted', leave, { occurredAt: noon - 2 * 86_400_000 });
    await place.happens('vacation.request.approved', { ...request, decidedBy: '2' });
    expect(await told()).toEqual(['7 approved', '1 team_approved']);
  });

  test('an older profile does not replace a newer one', async () => {
    await place.happens('user.updated', { employeeId: '7', managerId: '1' });
    await place.happens('user.updated', { employeeId: '7', managerId: '2' }, { occurredAt: noon - 1 });
    await place.happens('vacation.request.submitted', leave);
    expect(await told()).toEqual(['1 submitted']);
  });

  test('on the page too, unless the person does not want that', async () => {
    await place.database.transaction((trx) => choose(trx, '1', { kind: 'approval', channel: 'page', wanted: false }));
    await place.happens('vacation.request.submitted', leave);
    await place.happens('vacation.request.approved', { ...request, decidedBy: '2' });
    const rows = await place.database.db
      .selectFrom('notices')
      .select(['employee_id', 'template'])
      .orderBy('seq')
      .execute();
    expect(rows.map(({ employee_id, template }) => `${employee_id} ${template}`)).toEqual([
      '7 approved',
      '1 team_approved',
    ]);
  });
});
