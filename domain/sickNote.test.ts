import { describe, expect, test } from '@jest/globals';
import type { Actor } from './decide.ts';
import { isRefusal } from './decide.ts';
import { decideSickNote, evolveSickNote, type SickNote, type SickNoteCommand } from './sickNote.ts';

const nobody: Actor = { employeeId: 'x', self: false, hr: false, manager: false };
const person: Actor = { ...nobody, self: true };
const period = { from: '2026-02-02', to: '2026-02-04', dayPart: 'full' } as const;
const report: SickNoteCommand = { name: 'report', absenceId: 's1', employeeId: 'e1', period };
const longer: SickNoteCommand = { name: 'update', period: { ...period, to: '2026-02-06' } };

const given = (...commands: SickNoteCommand[]): SickNote | null =>
  commands.reduce<SickNote | null>((state, command) => {
    const decision = decideSickNote(command, state, { actor: person, overlaps: [] });
    if (isRefusal(decision)) throw new Error(decision.code);
    return decision.reduce<SickNote | null>((before, event) => {
      const next = evolveSickNote(before, { ...event, eventId: 'v', occurredAt: 0, redacted: false });
      if (!next) throw new Error(event.type);
      return next;
    }, state);
  }, null);

function then(command: SickNoteCommand, state: SickNote | null, actor = person, overlaps: string[] = []) {
  const decision = decideSickNote(command, state, { actor, overlaps });
  return isRefusal(decision) ? decision.code : decision.map(({ type }) => type);
}

describe('a sick note', () => {
  test('given nothing, when the person is ill, then it is reported', () => {
    expect(given(report)).toEqual({ absenceId: 's1', employeeId: 'e1', ...period, status: 'reported' });
  });

  test('given it is reported, when it lasts longer, then the period is the new one', () => {
    expect(given(report, longer)).toMatchObject({ to: '2026-02-06', status: 'reported' });
  });

  test('given it was cancelled, then nothing more happens to it', () => {
    const cancelled = given(report, { name: 'cancel' });
    expect(cancelled).toMatchObject({ status: 'cancelled' });
    expect([then(longer, cancelled), then({ name: 'cancel' }, cancelled), then(report, cancelled)]).toEqual(
      Array(3).fill('not_in_this_state'),
    );
  });

  test('is for the person, the managers and hr', () => {
    expect(then(report, null, nobody)).toBe('not_yours');
    expect(then(report, null, { ...nobody, manager: true })).toEqual(['absence.sick.reported']);
    expect(then({ name: 'cancel' }, given(report), { ...nobody, hr: true })).toEqual(['absence.sick.cancelled']);
  });

  test('covers no day twice', () => {
    expect(then(report, null, person, ['s0'])).toBe('overlaps_sick_note');
    expect(then(longer, given(report), person, ['s0'])).toBe('overlaps_sick_note');
  });

  test('given nothing, then there is nothing to change', () => {
    expect([then(longer, null), then({ name: 'cancel' }, null)]).toEqual(['no_such_sick_note', 'no_such_sick_note']);
  });
});
