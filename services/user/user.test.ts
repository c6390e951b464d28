import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { canonical } from '#domain/canonical.ts';
import { eventType } from '#schemas/catalogue.ts';
import type { AnyEvent } from '#schemas/event.ts';
import { foldPerson } from '#statistics/entities/person.ts';
import { kyiv } from '#test/pipeline/lineUnderTest.ts';
import { databases } from '../common/testing/databases.ts';
import { mergeDepartment, renameDepartment } from './departments.ts';
import { deactivate, reactivate, requestErasure } from './leaving.ts';
import { move, reschedule, voidMove } from './moves.ts';
import { updateProfile } from './people.ts';
import { projectMemberships } from './store.ts';
import { type Published, type TestCompany, testCompany } from './testing/company.ts';

const typesOf = (events: readonly Published[]) => events.map(({ type }) => type.replace('user.', ''));
const code = (expected: string) => expect.objectContaining({ complaint: expect.objectContaining({ code: expected }) });

describe.each(databases)('the people on %s', (kind) => {
  let company: TestCompany;
  beforeEach(async () => {
    company = await testCompany(kind);
  });
  afterEach(() => company.drop());

  const at = async (id: string) => ({ id, version: await company.version(id) });
  const departmentsOf = async (id: string) => {
    const query = company.database.db.selectFrom('memberships').selectAll().where('employee_id', '=', id);
    return (await query.orderBy('from_day').execute()).map((row) => [row.from_day, row.department]);
  };
  const departmentId = async (name: string) => {
    const query = company.database.db.selectFrom('departments').select('department_id').where('name', '=', name);
    return (await query.executeTakeFirstOrThrow()).department_id;
  };
  const moveTo = async (id: string, department: string, effectiveFrom: string, voids: string | null = null) => {
    const target = await at(id);
    await company.act((act) => move(act, target, { department, effectiveFrom, voids }));
    return (await company.published()).at(-1)?.id ?? '';
  };
  /** The person as the line folds what has been published. */
  const onTheLine = async (id: string) => {
    const events = (await company.published())
      .filter(({ data }) => data.employeeId === id)
      .map(({ id: eventId, type, time, data }): AnyEvent => {
        const read = eventType(type)?.json.parse(data) as object;
        return { ...read, eventId, type, occurredAt: Date.parse(time), redacted: false } as unknown as AnyEvent;
      });
    return foldPerson(canonical(events), kyiv);
  };

  test('are announced with everything that is known of them', async () => {
    await company.person('7', { schedule: [500_000, 0, 0, 0, 0, 0, 0] });
    const [event] = await company.published();
    expect(event).toMatchObject({
      type: 'user.registered',
      data: { employeeId: '7', firstName: 'Олена', department: 'IT', hiredOn: '2020-01-01' },
    });
    expect(await onTheLine('7')).toMatchObject({ known: true, department: 'IT' });
    expect(await departmentsOf('7')).toEqual([['1900-01-01', 'IT']]);
  });

  test('have numbers and mail addresses of their own', async () => {
    await company.person('7');
    await expect(company.person('7')).rejects.toEqual(code('person_exists'));
    await expect(company.person('8', { email: 'P7@company.example' })).rejects.toEqual(code('mail_taken'));
    expect(await company.published()).toHaveLength(1);
  });

  test('start in a department that there is', async () => {
    await expect(company.person('7', { department: 'Magic' })).rejects.toEqual(code('unknown_department'));
    expect([await company.published(), await departmentsOf('7')]).toEqual([[], []]);
  });

  test('keep what a change of the profile does not name, and publish the complete profile', async () => {
    await company.person('7');
    const target = await at('7');
    await company.act((act) => updateProfile(act, target, { lastName: "О'Нілл" }));
    expect((await company.published()).at(-1)).toMatchObject({
      type: 'user.updated',
      data: { firstName: 'Олена', lastName: "О'Нілл", email: 'p7@company.example', region: 'UA' },
    });
  });

  test('are changed by one page at a time: a stale version is refused and changes nothing', async () => {
    await company.person('7');
    const target = await at('7');
    await company.act((act) => updateProfile(act, target, { firstName: 'Оля' }));
    await expect(company.act((act) => updateProfile(act, target, { firstName: 'Ольга' }))).rejects.toEqual(
      code('stale'),
    );
    expect(await company.published()).toHaveLength(2);
  });

  test('changed twice at once are changed once', async () => {
    await company.person('7');
    const target = await at('7');
    const both = await Promise.allSettled(
      ['Оля', 'Ольга'].map((firstName) => company.act((act) => updateProfile(act, target, { firstName }))),
    );
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(typesOf(await company.published())).toEqual(['registered', 'updated']);
  });

  test('never manage themselves, not even when two changes at once would close the circle', async () => {
    await company.person('1');
    await company.person('2');
    const [one, two] = [await at('1'), await at('2')];
    const both = await Promise.allSettled([
      company.act((act) => updateProfile(act, one, { managerId: '2' })),
      company.act((act) => updateProfile(act, two, { managerId: '1' })),
    ]);
    expect(both.filter(({ status }) => status === 'rejected')).toEqual([
      expect.objectContaining({ reason: code('manager_cycle') }),
    ]);
    await expect(company.person('3', { managerId: '3' })).rejects.toEqual(code('manager_cycle'));
    await expect(company.person('3', { managerId: '99' })).rejects.toEqual(code('unknown_manager'));
  });

  test('move from a day on, and a correction takes the earlier move back', async () => {
    await company.person('7');
    const first = await moveTo('7', 'Sales', '2026-07-01');
    await moveTo('7', 'Sales', '2026-08-01', first);
    expect(await departmentsOf('7')).toEqual([
      ['1900-01-01', 'IT'],
      ['2026-08-01', 'Sales'],
    ]);
    const { departments } = (await onTheLine('7')) ?? {};
    expect(departments?.map(({ from, value }) => [from, value])).toEqual(await departmentsOf('7'));
    await expect(moveTo('7', 'Law', '2026-09-01', first)).rejects.toEqual(code('nothing_to_correct'));
  });

  test('of whom a move is taken back are on the line where they were before', async () => {
    await company.person('7');
    await moveTo('7', 'Law', '2026-05-01');
    const wrong = await moveTo('7', 'Sales', '2026-07-01');
    const target = await at('7');
    await company.act((act) => voidMove(act, target, wrong));
    expect((await departmentsOf('7')).map(([, name]) => name)).toEqual(['IT', 'Law', 'Law']);
    const { departments } = (await onTheLine('7')) ?? {};
    expect(departments?.map(({ from, value }) => [from, value])).toEqual(await departmentsOf('7'));
    await expect(company.act(async (act) => voidMove(act, await at2(), wrong))).rejects.toEqual(
      code('nothing_to_correct'),
    );
    async function at2() {
      return { id: '7', version: target.version + 1 };
    }
  });

  test('nobody can correct a move of somebody else', async () => {
    await company.person('7');
    await company.person('8');
    const other = await moveTo('8', 'Sales', '2026-07-01');
    await expect(moveTo('7', 'Sales', '2026-07-01', other)).rejects.toEqual(code('nothing_to_correct'));
  });

  test('work other weekdays from a day on', async () => {
    await company.person('7');
    const target = await at('7');
    const schedule = [1_000_000, 0, 0, 0, 333_333, 0, 0];
    await company.act((act) => reschedule(act, target, { schedule, effectiveFrom: '2026-07-01', voids: null }));
    expect((await onTheLine('7'))?.schedules.at(-1)).toEqual({ from: '2026-07-01', value: schedule });
  });

  test('of a renamed department belong to the new name from the day on, those who come later too', async () => {
    await company.person('7');
    await company.person('8', { department: 'Sales' });
    await moveTo('8', 'IT', '2026-09-01');
    await company.person('9', { department: 'Law' });
    const id = await departmentId('IT');
    const what = { id, version: 1, name: 'Цифра', from: '2026-07-01' };
    expect(await company.act((act) => renameDepartment(act, what))).toBe(2);
    expect(await departmentsOf('7')).toEqual([
      ['1900-01-01', 'IT'],
      ['2026-07-01', 'Цифра'],
    ]);
    expect(await departmentsOf('8')).toEqual([
      ['1900-01-01', 'Sales'],
      ['2026-09-01', 'Цифра'],
    ]);
    for (const person of ['7', '8', '9'])
      expect((await onTheLine(person))?.departments.map(({ from, value }) => [from, value])).toEqual(
        await departmentsOf(person),
      );
    await expect(company.act((act) => renameDepartment(act, what))).rejects.toEqual(code('stale'));
    await expect(company.person('10')).rejects.toEqual(code('unknown_department'));
  });

  test('of a merged department belong to the other one', async () => {
    await company.person('7');
    const [id, into] = [await departmentId('IT'), await departmentId('Law')];
    await company.act((act) => mergeDepartment(act, { id, version: 1, into, from: '2026-07-01' }));
    expect((await departmentsOf('7')).at(-1)).toEqual(['2026-07-01', 'Law']);
    const back = { id: into, version: 1, into: id, from: '2026-08-01' };
    await expect(company.act((act) => mergeDepartment(act, back))).rejects.toEqual(code('department_closed'));
  });

  test('leave when nobody reports to them any more, and come back', async () => {
    await company.person('1');
    await company.person('2', { managerId: '1' });
    const boss = await at('1');
    await expect(company.act((act) => deactivate(act, boss, '2026-06-30'))).rejects.toEqual(code('has_reports'));
    const two = await at('2');
    await company.act((act) => deactivate(act, two, '2026-06-30'));
    expect(await onTheLine('2')).toMatchObject({ active: false, leftOn: '2026-06-30' });
    const left = await at('2');
    await expect(
      company.act((act) => reactivate(act, left, { hiredOn: '2026-06-30', department: 'Law' })),
    ).rejects.toEqual(code('before_left'));
    await company.act((act) => reactivate(act, left, { hiredOn: '2026-09-01', department: 'Law' }));
    const line = await onTheLine('2');
    expect(line).toMatchObject({ active: true, leftOn: null, hiredOn: '2026-09-01' });
    expect(line?.departments.map(({ from, value }) => [from, value])).toEqual(await departmentsOf('2'));
  });

  test('who asked for erasure are blank here and on the line, and nothing brings them back', async () => {
    await company.person('7');
    const works = await at('7');
    await expect(company.act((act) => requestErasure(act, works, '1'))).rejects.toEqual(code('active'));
    await company.act((act) => deactivate(act, works, '2026-05-31'));
    const left = await at('7');
    await company.act((act) => requestErasure(act, left, '1'));
    expect(typesOf(await company.published())).toEqual(['registered', 'deactivated', 'updated', 'erasure_requested']);
    const [row] = await company.database.db.selectFrom('people').selectAll().execute();
    expect(row).toMatchObject({ email: null, email_key: null, first_name: null, last_name: null });
    expect(JSON.stringify(await company.published())).not.toMatch(/Олена|p7@company/);
    expect(await onTheLine('7')).toMatchObject({ email: null, firstName: null, lastName: null, active: false });
    const erased = await at('7');
    await expect(company.act((act) => updateProfile(act, erased, { firstName: 'Оля' }))).rejects.toEqual(
      code('erased'),
    );
  });

  test('memberships can be thrown away and worked out anew', async () => {
    await company.person('7');
    await moveTo('7', 'Sales', '2026-07-01');
    const before = await departmentsOf('7');
    await company.database.db.deleteFrom('memberships').execute();
    await company.act(({ trx }) => projectMemberships(trx, '7'));
    expect(await departmentsOf('7')).toEqual(before);
  });

  test('a change that fails has published nothing', async () => {
    await expect(
      company.act(async (act) => {
        await updateProfile(act, { id: '7', version: null }, {});
      }),
    ).rejects.toEqual(code('unknown_person'));
    expect(await company.published()).toEqual([]);
  });
});
