import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { AnyEvent } from '#schemas/event.ts';
import { happened } from '#test/pipeline/events.ts';
import { company as simulated } from '#test/simulate/company.ts';
import { personEvents } from '#test/simulate/people.ts';
import { databases } from '../common/testing/databases.ts';
import { takeOver } from './fromElsewhere.ts';
import { deactivate, requestErasure } from './leaving.ts';
import { seed } from './seed.ts';
import { type TestCompany, testCompany } from './testing/company.ts';

const told = (type: string, at: string, data: object = {}) =>
  happened(`user.${type}`, at, { employeeId: '7', ...data });

describe.each(databases)('what others tell of people, on %s', (kind) => {
  let company: TestCompany;
  beforeEach(async () => {
    company = await testCompany(kind);
  });
  afterEach(() => company.drop());

  const take = (event: AnyEvent) => company.act(({ trx }) => takeOver(trx, event, 'Europe/Kyiv'));
  const person = () => company.database.db.selectFrom('people').selectAll().executeTakeFirst();
  const departments = async () =>
    (await company.database.db.selectFrom('memberships').selectAll().orderBy('from_day').execute()).map((row) => [
      row.from_day,
      row.department,
    ]);

  test('somebody who registered elsewhere appears, and their department is there', async () => {
    await take(told('registered', '2026-01-05T07:00:00Z', { email: 'O@company.example', department: 'Магія' }));
    expect(await person()).toMatchObject({ email: 'O@company.example', email_key: 'o@company.example', active: 1 });
    expect(await departments()).toEqual([['1900-01-01', 'Магія']]);
    expect(await company.published()).toEqual([]);
  });

  test('a second registration fills in what it knows and loses nothing', async () => {
    await take(told('registered', '2026-01-05T07:00:00Z', { email: 'o@company.example' }));
    await take(told('registered', '2026-01-06T07:00:00Z', { firstName: 'Ольга', department: 'IT' }));
    expect(await person()).toMatchObject({ email: 'o@company.example', first_name: 'Ольга' });
    expect(await departments()).toEqual([['1900-01-01', 'IT']]);
  });

  test('an older profile does not replace a newer one', async () => {
    await take(told('registered', '2026-01-05T07:00:00Z', {}));
    await take(told('updated', '2026-01-07T07:00:00Z', { firstName: 'Ольга' }));
    await take(told('updated', '2026-01-06T07:00:00Z', { firstName: 'Оля' }));
    expect(await person()).toMatchObject({ first_name: 'Ольга' });
  });

  test('moves, corrections, schedules and the last day are taken over', async () => {
    await take(told('registered', '2026-01-05T07:00:00Z', { department: 'IT' }));
    const moved = told('department_changed', '2026-01-06T07:00:00Z', {
      department: 'Law',
      effectiveFrom: '2026-02-01',
    });
    await take(moved);
    const corrected = { department: 'Law', effectiveFrom: '2026-03-01', voids: moved.eventId };
    await take(told('department_changed', '2026-01-07T07:00:00Z', corrected));
    const schedule = [1, 1, 1, 1, 0, 0, 0];
    await take(told('schedule_changed', '2026-01-08T07:00:00Z', { schedule, effectiveFrom: '2026-02-01' }));
    await take(told('deactivated', '2026-05-31T21:30:00Z'));
    expect(await departments()).toEqual([
      ['1900-01-01', 'IT'],
      ['2026-03-01', 'Law'],
    ]);
    expect(await person()).toMatchObject({ active: 0, last_day: '2026-06-01', version: 5 });
  });

  test('who is registered again after leaving is back, in the department from the day that it was told', async () => {
    await take(told('registered', '2026-01-05T07:00:00Z', { department: 'IT' }));
    await take(told('deactivated', '2026-02-01T07:00:00Z'));
    await take(told('registered', '2026-04-30T21:30:00Z', { department: 'Law' }));
    expect(await person()).toMatchObject({ active: 1, last_day: null });
    expect(await departments()).toEqual([
      ['1900-01-01', 'IT'],
      ['2026-05-01', 'Law'],
    ]);
  });

  test('a change of somebody whom nobody has announced is tried again later', async () => {
    await expect(take(told('updated', '2026-01-06T07:00:00Z'))).rejects.toThrow('nobody has announced 7');
  });

  test('our own events change nothing when they come back', async () => {
    await company.person('7');
    const [own] = await company.published();
    await take({ ...told('registered', '2026-01-05T07:00:00Z', { firstName: 'X' }), eventId: own?.id ?? '' });
    expect(await person()).toMatchObject({ first_name: 'Олена', version: 1 });
  });

  test('nobody comes to manage themselves', async () => {
    await take(told('registered', '2026-01-05T07:00:00Z', { managerId: '8' }));
    await take({ ...told('registered', '2026-01-06T07:00:00Z', { managerId: '7' }), employeeId: '8' });
    const rows = await company.database.db
      .selectFrom('people')
      .select(['employee_id', 'manager_id'])
      .orderBy('employee_id')
      .execute();
    expect(rows.map(({ employee_id, manager_id }) => [employee_id, manager_id])).toEqual([
      ['7', '8'],
      ['8', null],
    ]);
  });

  test('who was erased stays erased', async () => {
    await company.person('7');
    await company.act((act) => deactivate(act, { id: '7', version: 1 }, '2026-05-31'));
    await company.act((act) => requestErasure(act, { id: '7', version: 2 }, '1'));
    await take(told('registered', '2026-07-05T07:00:00Z', { email: 'back@company.example' }));
    expect(await person()).toMatchObject({ email: null, active: 0 });
  });

  test('the demonstration company is filled in from its own events, once', async () => {
    const whole = simulated('seed', 40, '2025-01-01');
    const events = whole.people
      .flatMap((one) => [...personEvents(whole, one)])
      .map(({ id, type, time, data }) => ({
        ...happened(type, new Date(time).toISOString(), data as never),
        eventId: id,
      }))
      .toSorted((a, b) => a.occurredAt - b.occurredAt);
    expect(await seed(company.world, events, 'leaveline.user')).toBe(events.length);
    expect(await seed(company.world, events, 'leaveline.user')).toBe(0);
    const count = await company.database.db.selectFrom('people').select('employee_id').execute();
    expect([count.length, (await company.published()).length]).toEqual([40, 0]);
  });
});
