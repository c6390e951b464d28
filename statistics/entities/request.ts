import type { CountedDay } from '#domain/calendar.ts';
import { countingOf } from '#domain/leaveTypes.ts';
import { evolve, type Request } from '#domain/request.ts';
import { daysOf } from './days.ts';
import type { EventSet } from './eventSet.ts';
import { fold, type Illegal } from './fold.ts';
import type { PersonFacts } from './person.ts';
import type { CompanySettings } from './settings.ts';

/** A leave request as its events tell. */
export interface VacationRequest extends Request, Illegal {}

/** The request that these events tell about; undefined until one of them is the submission. */
export const foldRequest = (events: EventSet): VacationRequest | undefined => fold(events, evolve);

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
