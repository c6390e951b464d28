import type { CountedDay, Period } from '#domain/calendar.ts';
import type { AnyEvent, EventOf } from '#schemas/event.ts';
import type cancelled from '#schemas/events/absence.sick.cancelled.ts';
import type reported from '#schemas/events/absence.sick.reported.ts';
import type updated from '#schemas/events/absence.sick.updated.ts';
import { daysOf } from './days.ts';
import { type EventSet, isComplete } from './eventSet.ts';
import type { PersonFacts } from './person.ts';
import type { CompanySettings } from './settings.ts';

/** A sick note as its events tell. */
export interface Absence extends Period {
  readonly absenceId: string;
  readonly employeeId: string;
  readonly status: 'reported' | 'cancelled';
  /** Ids of events that the state did not allow. */
  readonly illegal: readonly string[];
}

/** Everything that is told about a sick note. */
type AbsenceEvent = EventOf<typeof reported> | EventOf<typeof updated> | EventOf<typeof cancelled>;

/** The sick note that these events tell about; undefined until one of them is the report. */
export function foldAbsence(events: EventSet): Absence | undefined {
  if (!isComplete(events)) return undefined;
  return (events as readonly AnyEvent[] as readonly AbsenceEvent[]).reduce(after, undefined);
}

function after(state: Absence | undefined, event: AbsenceEvent): Absence | undefined {
  if (state === undefined) return event.type === 'absence.sick.reported' ? report(event) : undefined;
  if (state.status === 'cancelled' || event.type === 'absence.sick.reported')
    return { ...state, illegal: [...state.illegal, event.eventId] };
  if (event.type === 'absence.sick.cancelled') return { ...state, status: 'cancelled' };
  return { ...state, from: event.from, to: event.to, dayPart: event.dayPart };
}

const report = ({ absenceId, employeeId, from, to, dayPart }: EventOf<typeof reported>): Absence => ({
  absenceId,
  employeeId,
  from,
  to,
  dayPart,
  status: 'reported',
  illegal: [],
});

/** The days of a sick note; they count as the scheduled work that is missed. */
export const absenceDays = (absence: Absence, person: PersonFacts, settings: CompanySettings): readonly CountedDay[] =>
  daysOf(absence, 'working', person, settings);
