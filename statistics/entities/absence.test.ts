import { describe, expect, test } from '@jest/globals';
import { canonical } from '#domain/canonical.ts';
import type { AnyEvent } from '#schemas/event.ts';
import { happened } from '#test/pipeline/events.ts';
import { kyiv } from '#test/pipeline/lineUnderTest.ts';
import { absenceDays, foldAbsence } from './absence.ts';
import { nobody } from './person.ts';

const told = (type: string, at: string, data: object = {}) =>
  happened(`absence.sick.${type}`, at, { employeeId: 'e1', absenceId: 's1', ...data });

const given = (...events: AnyEvent[]) => foldAbsence(canonical(events));

const reported = told('reported', '2026-05-04T07:00:00Z', { from: '2026-05-04', to: '2026-05-08' });
const longer = told('updated', '2026-05-06T07:00:00Z', { from: '2026-05-04', to: '2026-05-12' });
const cancelled = told('cancelled', '2026-05-05T07:00:00Z');

describe('a sick note', () => {
  test('is as reported, then as last updated', () => {
    expect(given(reported, longer)).toMatchObject({ status: 'reported', to: '2026-05-12', illegal: [] });
  });

  test('that was cancelled stays cancelled; what comes after is recorded and changes nothing', () => {
    expect(given(reported, cancelled, longer)).toMatchObject({
      status: 'cancelled',
      to: '2026-05-08',
      illegal: [longer.eventId],
    });
  });

  test('is not there before its report', () => {
    expect(given(longer, cancelled)).toBeUndefined();
  });

  test('counts the scheduled work that is missed', () => {
    const note = given(reported, longer);
    const days = note ? absenceDays(note, nobody, kyiv) : [];
    expect(days.reduce((sum, { counted }) => sum + counted, 0)).toBe(7_000_000);
  });
});
