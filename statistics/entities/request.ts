import type { CountedDay } from '#domain/calendar.ts';
import { countingOf } from '#domain/leaveTypes.ts';
import { evolve, initialRequest, type Request, type RequestEvent } from '#domain/request.ts';
import type { AnyEvent } from '#schemas/event.ts';
import { daysOf } from './days.ts';
import { type EventSet, isComplete } from './eventSet.ts';
import type { PersonFacts } from './person.ts';
import type { CompanySettings } from './settings.ts';

/** A leave request as its events tell. */
export interface VacationRequest extends Request {
  /** Ids of events that the state did not allow. */
  readonly illegal: readonly string[];
}

/** The request that these events tell about; undefined until one of them is the submission. */
export function foldRequest(events: EventSet): VacationRequest | undefined {
  if (!isComplete(events)) return undefined;
  const illegal: string[] = [];
  let state: Request | null = initialRequest;
  for (const event of events as readonly AnyEvent[] as readonly RequestEvent[]) {
    const next = evolve(state, event);
    if (next) state = next;
    else illegal.push(event.eventId);
  }
  return state ? { ...state, illegal } : undefined;
}

/** Whether the person is away on the request's days: it was granted and stands. */
export const isAway = ({ status }: VacationRequest): boolean =>
  status === 'approved' || status === 'cancellation_requested';

/** The request's days as its leave type counts them. */
export const requestDays = (
  request: VacationRequest,
  person: PersonFacts,
  settings: CompanySettings,
): readonly CountedDay[] =>
  daysOf(request, request.counting ?? countingOf(request.leaveType, settings.leaveTypes), person, settings);
