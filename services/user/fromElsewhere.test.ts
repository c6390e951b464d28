import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { canonical } from '#domain/canonical.ts';
import { foldPerson, isPersonEvent } from '#domain/person.ts';
import type { AnyEvent } from '#schemas/event.ts';
import { happened } from '#test/pipeline/events.ts';
import { company as simulated } from '#test/simulate/company.ts';
import { personEvents } from '#test/simulate/people.ts';
import { migrate } from '../common/database/migrations.ts';
import { databases, takeBack } from '../common/testing/databases.ts';
import { takeOver } from './fromElsewhere.ts';
import { deactivate, requestErasure } from './leaving.ts';
import { migrations } from './migrations.ts';
import { voidMove } from './moves.ts';
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
  /** The event by which we registered 7, as it comes back. */
  const ownAgain = async (): Promise<AnyEvent> => {
    const { db } = company.database;
    const { event_id, mark } = await db.selectFrom('outbox').select(['event_id', 'mark']).executeTakeFirstOrThrow();
    const event = told('registered', '2026-01-05T07:00:00Z', { firstName: 'X' });
    return { ...event, eventId: event_id, mark };
  };
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

  test('facts are compared with facts of their kind: an old registration brings nobody back, an old leaving takes nobody away', async () => {
    await take(told('registered', '2026-01-05T07:00:00Z', { email: 'o@company.example' }));
    await take(told('updated', '2026-03-01T07:00:00Z', { email: 'new@company.example', managerId: null }));
    await take(told('deactivated', '2026-02-01T07:00:00Z'));
    expect(await person()).toMatchObject({ active: 0, last_day: '2026-02-01', email: 'new@company.example' });
    const late = { email: 'old@company.example', managerId: '9', hiredOn: '2026-01-01', department: 'IT' };
    await take(told('registered', '2026-01-20T07:00:00Z', late));
    expect(await person()).toMatchObject({
      ...{ active: 0, last_day: '2026-02-01', email: 'new@company.example' },
      ...{ manager_id: null, hired_on: '2026-01-01' },
    });
    expect(await departments()).toEqual([['1900-01-01', 'IT']]);
    await take(told('registered', '2026-04-01T07:00:00Z'));
    await take(told('deactivated', '2026-03-15T07:00:00Z'));
    expect(await person()).toMatchObject({ active: 1, last_day: null });
  });

  test('a change of somebody whom nobody has announced is tried again later', async () => {
    await expect(take(told('updated', '2026-01-06T07:00:00Z'))).rejects.toThrow('nobody has announced 7');
  });

  test('our own events change nothing when they come back', async () => {
    await company.person('7');
    await take(await ownAgain());
    expect(await person()).toMatchObject({ first_name: 'Олена', version: 1 });
  });

  test('an event of somebody else counts, also under an id of ours', async () => {
    await company.person('7');
    const { eventId } = await ownAgain();
    await take({ ...told('registered', '2026-07-05T07:00:00Z', { firstName: 'Олеся' }), eventId });
    expect(await person()).toMatchObject({ first_name: 'Олеся', version: 2 });
  });

  test('two events of one id count both: a registration and a move, and two moves', async () => {
    const id = 'req-7781';
    await take(happened('user.registered', '2026-01-05T07:00:00Z', { employeeId: '7', department: 'IT' }, id));
    for (const [at, department, effectiveFrom] of [
      ['2026-01-06T07:00:00Z', 'Law', '2026-02-01'],
      ['2026-01-07T07:00:00Z', 'Sales', '2026-03-01'],
    ] as const)
      await take(happened('user.department_changed', at, { employeeId: '7', department, effectiveFrom }, id));
    expect(await departments()).toEqual([
      ['1900-01-01', 'IT'],
      ['2026-02-01', 'Law'],
      ['2026-03-01', 'Sales'],
    ]);
  });

  describe('a correction', () => {
    const moved = (source: string, department: string, more: object = {}) => {
      const data = { employeeId: '7', department, effectiveFrom: '2026-02-01', ...more };
      return happened('user.department_changed', '2026-01-06T07:00:00Z', data, 'move', source);
    };

    test('hits an id of its source alone', async () => {
      await take(told('registered', '2026-01-05T07:00:00Z', { department: 'IT' }));
      const [first, other] = [moved('/a', 'Law'), moved('/b', 'Sales', { effectiveFrom: '2026-03-01' })];
      for (const event of [first, other]) await take(event);
      const correction = { employeeId: '7', department: 'IT', effectiveFrom: '2026-02-01', voids: first.eventId };
      await take(happened('user.department_changed', '2026-01-08T07:00:00Z', correction, 'c', '/a'));
      expect(await departments()).toEqual([
        ['1900-01-01', 'IT'],
        ['2026-02-01', 'IT'],
        ['2026-03-01', 'Sales'],
      ]);
    });

    test('of ours names the source of another one’s move, so that the line takes it back, too', async () => {
      const events = [told('registered', '2026-01-05T07:00:00Z', { department: 'IT' }), moved('/hr', 'Law')];
      for (const event of events) await take(event);
      await company.act((act) => voidMove(act, { id: '7', version: 2 }, events[1]?.eventId ?? ''));
      expect(new Set((await departments()).map(([, name]) => name))).toEqual(new Set(['IT']));
      const [{ data, time, id } = { data: {}, time: '', id: '' }] = await company.published();
      expect(data).toMatchObject({ voids: events[1]?.eventId, voidsSource: '/hr' });
      const ours = happened('user.department_changed', time, data, id, company.world.source);
      const { departments: onTheLine } = foldPerson(canonical([...events, ours].filter(isPersonEvent)), 'Europe/Kyiv');
      expect(new Set(onTheLine.map(({ value }) => value))).toEqual(new Set(['IT']));
    });
  });

  test('what an earlier version wrote down stays', async () => {
    await take(told('registered', '2026-01-05T07:00:00Z', { department: 'IT' }));
    const row = { event_id: 'e', employee_id: '7', kind: 'department', value: 'Law', effective_from: '2026-02-01' };
    const { database } = company;
    await takeBack(database, migrations, 'user_0002_marks');
    await database.db
      .insertInto('timeline')
      .values({ ...row, voids: null, occurred_at: 1 } as never)
      .execute();
    await migrate(database, migrations);
    const rows = await database.db.selectFrom('timeline').selectAll().execute();
    expect(rows).toEqual([{ ...row, voids: null, voids_source: null, occurred_at: 1, mark: '', source: null }]);
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
