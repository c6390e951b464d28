import { describe, expect, test } from '@jest/globals';
import { foldPerson, type PersonEvent } from './person.ts';
import { holdsOn } from './timeline.ts';

let ids = 0;
const told = (type: PersonEvent['type'], at: string, data: object = {}) =>
  ({
    type,
    eventId: `e${++ids}`,
    occurredAt: Date.parse(at),
    redacted: false,
    employeeId: '7',
    department: null,
    schedule: null,
    hiredOn: null,
    lastDay: null,
    voids: null,
    ...data,
  }) as PersonEvent;
const fold = (...story: PersonEvent[]) => foldPerson(story, 'Europe/Kyiv');
const departments = (...story: PersonEvent[]) =>
  fold(...story).departments.map(({ from, value }) => `${from} ${value}`);

describe('where somebody works', () => {
  const registered = told('user.registered', '2026-01-05T09:00:00Z', { department: 'Sales' });

  test('is unknown until a registration says it, and then holds since ever', () => {
    const bare = told('user.registered', '2026-01-01T09:00:00Z');
    expect(departments(bare)).toEqual(['1900-01-01 unknown']);
    expect(departments(bare, registered)).toEqual(['1900-01-01 Sales']);
  });

  test('changes on the day of a move, and with a registration only after leaving, from the local day of coming back', () => {
    const move = told('user.department_changed', '2026-02-01T09:00:00Z', {
      department: 'IT',
      effectiveFrom: '2026-03-01',
    });
    const again = told('user.registered', '2026-04-30T21:30:00Z', { department: 'Law' });
    const left = told('user.deactivated', '2026-04-01T09:00:00Z');
    expect(departments(registered, move, again)).toEqual(['1900-01-01 Sales', '2026-03-01 IT']);
    expect(departments(registered, move, left, again)).toEqual(['1900-01-01 Sales', '2026-03-01 IT', '2026-05-01 Law']);
  });

  test('on which weekdays is Monday to Friday until somebody says otherwise', () => {
    const schedule = [1_000_000, 1_000_000, 0, 0, 0, 0, 0];
    const change = told('user.schedule_changed', '2026-02-01T09:00:00Z', { schedule, effectiveFrom: '2026-03-01' });
    const { schedules } = fold(registered, change);
    expect(holdsOn(schedules, '2026-02-28').filter((share) => share > 0)).toHaveLength(5);
    expect(holdsOn(schedules, '2026-03-01')).toEqual(schedule);
  });
});

describe('who somebody is', () => {
  const profile = { email: 'o@company.example', firstName: 'Олена', lastName: 'Коваль', managerId: '1' };
  const registered = told('user.registered', '2026-01-05T09:00:00Z', profile);

  test('is what the newest profile says, whole, and what a later registration adds', () => {
    const nothing = { email: null, firstName: null, lastName: null, locale: null, managerId: null, region: null };
    const update = told('user.updated', '2026-02-01T09:00:00Z', { ...nothing, firstName: 'Оля' });
    expect(fold(registered, update)).toMatchObject({ ...nothing, firstName: 'Оля', known: true });
    const again = told('user.registered', '2026-03-01T09:00:00Z', { ...nothing, lastName: 'Нілл' });
    expect(fold(registered, again)).toMatchObject({ ...profile, lastName: 'Нілл' });
  });

  test('is told of somebody whom nobody has registered as far as it goes', () => {
    const left = told('user.deactivated', '2026-02-01T09:00:00Z');
    expect(fold(left)).toMatchObject({ employeeId: '7', known: false, active: false, email: null });
  });

  test('says whether they have left, whatever was told of their profile since', () => {
    const left = told('user.deactivated', '2026-05-31T21:30:00Z');
    const update = told('user.updated', '2026-06-05T09:00:00Z', profile);
    expect(fold(registered, left, update)).toMatchObject({ active: false, leftOn: '2026-06-01' });
    const named = told('user.deactivated', '2026-05-31T21:30:00Z', { lastDay: '2026-05-15' });
    expect(fold(registered, named).leftOn).toBe('2026-05-15');
    const back = told('user.registered', '2026-07-01T09:00:00Z');
    expect(fold(registered, left, back)).toMatchObject({ active: true, leftOn: null });
  });
});
