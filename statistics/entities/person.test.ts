import { describe, expect, test } from '@jest/globals';
import { canonical } from '#domain/canonical.ts';
import { departmentOn } from '#domain/person.ts';
import type { AnyEvent } from '#schemas/event.ts';
import { happened } from '#test/pipeline/events.ts';
import { kyiv } from '#test/pipeline/lineUnderTest.ts';
import { foldPerson } from './person.ts';

const told = (type: string, at: string, data: object = {}) =>
  happened(`user.${type}`, at, { employeeId: 'e1', ...data });

const given = (...events: AnyEvent[]) => foldPerson(canonical(events), kyiv);

const registered = told('registered', '2026-01-05T07:00:00Z', {
  email: 'olha@example.com',
  firstName: 'Ольга',
  department: 'Sales',
  region: 'UA',
});

describe('a person', () => {
  test('is nobody until somebody registers them', () => {
    expect(given(told('updated', '2026-01-06T07:00:00Z', { email: 'x@example.com' }))).toBeUndefined();
  });

  test('starts in the department of the registration, works Monday to Friday, and is active', () => {
    expect(given(registered)).toMatchObject({ known: true, active: true, department: 'Sales', leftOn: null });
    expect(given(registered)?.schedules).toHaveLength(1);
  });

  test('has the complete profile of the last update, blanks included', () => {
    const updated = told('updated', '2026-02-01T07:00:00Z', { email: 'new@example.com' });
    expect(given(registered, updated)).toMatchObject({ email: 'new@example.com', firstName: null, region: null });
  });

  test('registered a second time gains what that knows and loses nothing', () => {
    const bare = told('registered', '2026-02-01T07:00:00Z', { email: 'new@example.com' });
    expect(given(registered, bare)).toMatchObject({
      email: 'new@example.com',
      firstName: 'Ольга',
      department: 'Sales',
    });
  });

  test('announced by a mere id first starts where the first registration that says so says', () => {
    const bare = told('registered', '2026-01-01T07:00:00Z');
    expect(given(bare)).toMatchObject({ department: 'unknown' });
    expect(given(bare, registered)?.departments).toEqual([{ from: '1900-01-01', value: 'Sales' }]);
  });

  test('belongs today where the day of the newest event finds them', () => {
    const move = (at: string) => told('department_changed', at, { department: 'IT', effectiveFrom: '2026-07-01' });
    expect(given(registered, move('2026-06-30T20:59:00Z'))).toMatchObject({ department: 'Sales' });
    expect(given(registered, move('2026-06-30T21:00:00Z'))).toMatchObject({ department: 'IT' });
  });

  test('who left has a last day, by default the local day of the event', () => {
    expect(given(registered, told('deactivated', '2026-05-31T21:30:00Z'))).toMatchObject({
      active: false,
      leftOn: '2026-06-01',
    });
  });

  test('who comes back is active again, in the new department from the day of coming back', () => {
    const back = told('registered', '2026-09-01T07:00:00Z', { department: 'IT', hiredOn: '2026-09-02' });
    const person = given(registered, told('deactivated', '2026-06-01T07:00:00Z'), back);
    expect(person).toMatchObject({ active: true, leftOn: null, hiredOn: '2026-09-02' });
    expect(['2026-09-01', '2026-09-02'].map((day) => person && departmentOn(person, day))).toEqual(['Sales', 'IT']);
  });

  test('works other weekdays from a day on', () => {
    const part = told('schedule_changed', '2026-03-01T07:00:00Z', {
      effectiveFrom: '2026-04-01',
      schedule: [1, 1, 1, 1, 0, 0, 0],
    });
    expect(given(registered, part)?.schedules.map(({ from, value }) => [from, value[4]])).toEqual([
      ['1900-01-01', 1_000_000],
      ['2026-04-01', 0],
    ]);
  });
});
