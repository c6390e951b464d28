import type { LocalDate } from '#lib/dates.ts';
import type { RequestStatus } from '#schemas/derived/vacation-requests.ts';
import type { EventOf } from '#schemas/event.ts';
import type approved from '#schemas/events/vacation.request.approved.ts';
import type cancellationDeclined from '#schemas/events/vacation.request.cancellation_declined.ts';
import type cancellationRequested from '#schemas/events/vacation.request.cancellation_requested.ts';
import type cancelled from '#schemas/events/vacation.request.cancelled.ts';
import type expired from '#schemas/events/vacation.request.expired.ts';
import type modified from '#schemas/events/vacation.request.modified.ts';
import type rejected from '#schemas/events/vacation.request.rejected.ts';
import type reminded from '#schemas/events/vacation.request.reminded.ts';
import type stepApproved from '#schemas/events/vacation.request.step_approved.ts';
import type submitted from '#schemas/events/vacation.request.submitted.ts';
import type withdrawn from '#schemas/events/vacation.request.withdrawn.ts';
import type { DayPart } from './calendar.ts';
import type { Counting } from './counting.ts';

type Submitted = EventOf<typeof submitted>;
type Modified = EventOf<typeof modified>;

/** Everything that can happen to a leave request. */
export type RequestEvent =
  | Submitted
  | EventOf<typeof stepApproved>
  | EventOf<typeof approved>
  | EventOf<typeof rejected>
  | EventOf<typeof withdrawn>
  | EventOf<typeof expired>
  | EventOf<typeof reminded>
  | Modified
  | EventOf<typeof cancellationRequested>
  | EventOf<typeof cancellationDeclined>
  | EventOf<typeof cancelled>;

/** Where a leave request stands. Instants are epoch ms. */
export interface Request {
  readonly requestId: string;
  readonly employeeId: string;
  readonly status: RequestStatus;
  readonly leaveType: string;
  readonly from: LocalDate;
  readonly to: LocalDate;
  readonly dayPart: DayPart;
  /** Hours off as a share of the scheduled day, in millionths; null: whole or half days. */
  readonly fraction: number | null;
  /** Which days cost leave; null: whoever counts goes by the rules it knows. */
  readonly counting: Counting | null;
  readonly substituteId: string | null;
  /** Who decides, step by step; null: whoever published the request knows. */
  readonly approval: readonly string[] | null;
  readonly submittedAt: number;
  /** Since when these values wait: a change starts the clock anew. */
  readonly waitingSince: number;
  /** Business days of the reminders so far, of these values. */
  readonly reminded: readonly number[];
  /** Who agreed to these values, step by step; a change of what waits needs every step again. */
  readonly agreed: readonly (string | null)[];
  readonly decision: 'approved' | 'rejected' | 'expired' | null;
  readonly decidedAt: number | null;
  readonly decidedBy: string | null;
  /** Decided by a rule, not a person. */
  readonly automatic: boolean;
  readonly cancelledAt: number | null;
  /** Approval steps passed. */
  readonly steps: number;
  readonly modifications: number;
  readonly modifiedAfterApproval: boolean;
}

/** Before its submission a request is not there. */
export const initialRequest = null;

/**
 * From which statuses an event may come; `submitted` needs that nothing is there. The union of leave products'
 * machines.
 */
const allowedFrom: Readonly<Record<Exclude<RequestEvent['type'], Submitted['type']>, readonly RequestStatus[]>> = {
  'vacation.request.step_approved': ['submitted'],
  'vacation.request.approved': ['submitted'],
  'vacation.request.rejected': ['submitted'],
  'vacation.request.reminded': ['submitted'],
  'vacation.request.withdrawn': ['submitted'],
  'vacation.request.expired': ['submitted'],
  'vacation.request.modified': ['submitted', 'approved'],
  'vacation.request.cancellation_requested': ['approved'],
  'vacation.request.cancellation_declined': ['cancellation_requested'],
  'vacation.request.cancelled': ['approved', 'cancellation_requested'],
};

/** The state after an event; undefined when the state does not allow it. */
export function evolve(state: Request | null, event: RequestEvent): Request | undefined {
  if (event.type === 'vacation.request.submitted') return state === null ? submit(event) : undefined;
  if (state === null || !allowedFrom[event.type].includes(state.status)) return undefined;
  return { ...state, ...change(state, event) };
}

const submit = (event: Submitted): Request => ({
  requestId: event.requestId,
  employeeId: event.employeeId,
  status: 'submitted',
  ...valuesOf(event),
  approval: event.approval ?? null,
  submittedAt: event.occurredAt,
  waitingSince: event.occurredAt,
  reminded: [],
  agreed: [],
  decision: null,
  decidedAt: null,
  decidedBy: null,
  automatic: false,
  cancelledAt: null,
  steps: 0,
  modifications: 0,
  modifiedAfterApproval: false,
});

function change(state: Request, event: Exclude<RequestEvent, Submitted>): Partial<Request> {
  switch (event.type) {
    case 'vacation.request.step_approved':
      return { steps: state.steps + 1, agreed: [...state.agreed, event.decidedBy] };
    case 'vacation.request.approved':
      return { ...decided('approved', event.occurredAt, event.decidedBy), automatic: event.automatic ?? false };
    case 'vacation.request.rejected':
      return decided('rejected', event.occurredAt, event.decidedBy);
    case 'vacation.request.expired':
      return decided('expired', event.occurredAt, null);
    case 'vacation.request.reminded':
      return { reminded: [...state.reminded, event.businessDays] };
    case 'vacation.request.withdrawn':
      return { status: 'withdrawn' };
    case 'vacation.request.modified':
      return modification(state, event);
    case 'vacation.request.cancellation_requested':
      return { status: 'cancellation_requested' };
    case 'vacation.request.cancellation_declined':
      return { status: 'approved' };
    case 'vacation.request.cancelled':
      return { status: 'cancelled', cancelledAt: event.occurredAt };
  }
}

/** What a request asks for. Events of earlier versions know neither hours, counting nor substitutes. */
const valuesOf = ({ leaveType, from, to, dayPart, fraction, counting, substituteId }: Submitted | Modified) => ({
  leaveType,
  from,
  to,
  dayPart,
  fraction: fraction ?? null,
  counting: counting ?? null,
  substituteId: substituteId ?? null,
});

const decided = (decision: 'approved' | 'rejected' | 'expired', decidedAt: number, decidedBy: string | null) => ({
  status: decision,
  decision,
  decidedAt,
  decidedBy,
});

/** A change of an approved request leaves it approved; a change of one that waits starts over. */
const modification = (state: Request, event: Modified): Partial<Request> => ({
  ...valuesOf(event),
  modifications: state.modifications + 1,
  ...(state.status === 'approved'
    ? { modifiedAfterApproval: true }
    : { waitingSince: event.occurredAt, reminded: [], agreed: [] }),
});

/** Who did it, where that is another thing than whose leave it is. */
export function actorOf(event: RequestEvent): string | null {
  if ('decidedBy' in event) return event.decidedBy;
  if ('withdrawnBy' in event) return event.withdrawnBy;
  if ('modifiedBy' in event) return event.modifiedBy;
  return 'cancelledBy' in event ? event.cancelledBy : null;
}
