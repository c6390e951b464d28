import { describe, expect, test } from '@jest/globals';
import { departmentsOf, lastDayOf, type PersonEvent, schedulesOf } from './employment.ts';
import { holdsOn } from './timeline.ts';

let ids = 0;
const told = (type: PersonEvent['type'], at: string, data: object = {}) =>
  ({
    ...{ type, eventId: `e${++ids}`, occurredAt: Date.parse(at), redacted: false, employeeId: '7' },
    ...{ department: null, schedule: null, hiredOn: null, lastDay: null, voids: null, ...data },
  }) as PersonEvent;
const departments = (...story: PersonEvent[]) =>
  departmentsOf(story, 'Europe/Kyiv').map(({ from, value }) => `${from} ${value}`);

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
    const schedules = schedulesOf([registered, change]);
    expect(holdsOn(schedules, '2026-02-28').filter((share) => share > 0)).toHaveLength(5);
    expect(holdsOn(schedules, '2026-03-01')).toEqual(schedule);
  });
});

test('the last day is the one that is named, else the local day on which it was told', () => {
  const left = (lastDay: string | null) => told('user.deactivated', '2026-05-31T21:30:00Z', { lastDay }) as never;
  expect([lastDayOf(left('2026-05-15'), 'Europe/Kyiv'), lastDayOf(left(null), 'Europe/Kyiv')]).toEqual([
    '2026-05-15',
    '2026-06-01',
  ]);
});
