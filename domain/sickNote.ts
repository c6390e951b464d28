import type { EventOf } from '#schemas/event.ts';
import type cancelled from '#schemas/events/absence.sick.cancelled.ts';
import type reported from '#schemas/events/absence.sick.reported.ts';
import type updated from '#schemas/events/absence.sick.updated.ts';
import type { Period } from './calendar.ts';
import { type Actor, type Refusal, refusal } from './decide.ts';
import type { Unstamped } from './unstamped.ts';

export type SickNoteEvent = EventOf<typeof reported> | EventOf<typeof updated> | EventOf<typeof cancelled>;

export interface SickNote extends Period {
  readonly absenceId: string;
  readonly employeeId: string;
  readonly status: 'reported' | 'cancelled';
}

export type SickNoteCommand =
  | { readonly name: 'report'; readonly absenceId: string; readonly employeeId: string; readonly period: Period }
  | { readonly name: 'update'; readonly period: Period }
  | { readonly name: 'cancel' };

/** The sick note after an event; undefined when the state does not allow it. */
export function evolveSickNote(state: SickNote | null, event: SickNoteEvent): SickNote | undefined {
  if (event.type === 'absence.sick.reported') return state === null ? reportOf(event) : undefined;
  if (state === null || state.status === 'cancelled') return undefined;
  if (event.type === 'absence.sick.cancelled') return { ...state, status: 'cancelled' };
  return { ...state, ...daysOf(event) };
}

const reportOf = (event: EventOf<typeof reported>): SickNote => ({
  absenceId: event.absenceId,
  employeeId: event.employeeId,
  ...daysOf(event),
  status: 'reported',
});

/** `overlaps`: ids of the person's other sick notes on these days. */
export interface SickNoteFacts {
  readonly actor: Actor;
  readonly overlaps: readonly string[];
}

/** What a command makes of a sick note. The person, their managers and hr may report and change it. */
export function decideSickNote(
  command: SickNoteCommand,
  state: SickNote | null,
  { actor, overlaps }: SickNoteFacts,
): readonly Unstamped<SickNoteEvent>[] | Refusal {
  if (!actor.self && !actor.manager && !actor.hr)
    return refusal('forbidden', 'not_yours', 'This is for the person, their manager, or hr, to do.');
  if (command.name !== 'cancel' && overlaps.length > 0)
    return refusal('rule', 'overlaps_sick_note', `There is a sick note for these days: ${overlaps.join(', ')}.`);
  if (command.name === 'report') return state === null ? [report(command)] : gone(state);
  if (state === null) return refusal('conflict', 'no_such_sick_note', 'There is no such sick note.');
  if (state.status === 'cancelled') return gone(state);
  const ids = { absenceId: state.absenceId, employeeId: state.employeeId };
  if (command.name === 'cancel') return [{ type: 'absence.sick.cancelled', ...ids }];
  return [{ type: 'absence.sick.updated', ...ids, ...daysOf(command.period) }];
}

const gone = ({ status }: SickNote): Refusal => refusal('conflict', 'not_in_this_state', `The sick note is ${status}.`);

const report = ({
  absenceId,
  employeeId,
  period,
}: Extract<SickNoteCommand, { name: 'report' }>): Unstamped<EventOf<typeof reported>> => ({
  type: 'absence.sick.reported',
  absenceId,
  employeeId,
  ...daysOf(period),
});

const daysOf = ({ from, to, dayPart }: Pick<Period, 'from' | 'to' | 'dayPart'>) => ({ from, to, dayPart });
