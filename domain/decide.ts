import { type Finding, findingsOf, type PeriodFacts, type Wanted } from './findings.ts';
import { type ApprovalStep, type LeaveRules, typeRules } from './leaveRules.ts';
import type { Request, RequestEvent } from './request.ts';
import type { Unstamped } from './unstamped.ts';

/** What somebody, or the clock, wants of a leave request. */
export type RequestCommand =
  | {
      readonly name: 'submit';
      readonly requestId: string;
      readonly employeeId: string;
      readonly wanted: Wanted;
      readonly comment: string | null;
    }
  | { readonly name: 'modify'; readonly wanted: Wanted }
  | { readonly name: 'approve' }
  | { readonly name: 'reject'; readonly reason: string | null }
  | { readonly name: 'withdraw' }
  | { readonly name: 'request_cancellation'; readonly reason: string | null }
  | { readonly name: 'decline_cancellation' }
  | { readonly name: 'cancel'; readonly reason: string | null }
  | { readonly name: 'remind'; readonly businessDays: number }
  | { readonly name: 'expire' };

/** Who acts, and what they are to the person whose leave it is. */
export interface Actor {
  /** null: the clock. */
  readonly employeeId: string | null;
  readonly self: boolean;
  readonly hr: boolean;
  /** In the person's manager tree, or the delegate of the person's manager who is away. */
  readonly manager: boolean;
}

export const theClock: Actor = { employeeId: null, self: false, hr: false, manager: false };

export interface Facts {
  readonly actor: Actor;
  readonly rules: LeaveRules;
  /** About the days that the command names, else about those of the request. */
  readonly period: PeriodFacts;
}

/** A command that is not followed. */
export interface Refusal {
  /** forbidden: not by this person; conflict: not as things stand; rule: not these values. */
  readonly kind: 'forbidden' | 'conflict' | 'rule';
  /** Stable, snake_case. */
  readonly code: string;
  readonly detail: string;
  readonly findings: readonly Finding[];
}

export type Decision = readonly Unstamped<RequestEvent>[] | Refusal;

export const isRefusal = <T>(decision: readonly T[] | Refusal): decision is Refusal => 'kind' in decision;

export const refusal = (
  kind: Refusal['kind'],
  code: string,
  detail: string,
  findings: readonly Finding[] = [],
): Refusal => ({ kind, code, detail, findings });

/** What a command makes of a request: the events that happen, or why nothing does. */
export function decide(command: RequestCommand, state: Request | null, facts: Facts): Decision {
  if (command.name === 'submit') return state === null ? submit(command, facts) : notNow(state, 'submit');
  if (state === null) return refusal('conflict', 'no_such_request', 'There is no such request.');
  switch (command.name) {
    case 'modify':
      return modify(command.wanted, state, facts);
    case 'approve':
      return approve(state, facts);
    case 'reject':
      return byApprover(state, 'submitted', facts.actor, {
        type: 'vacation.request.rejected',
        decidedBy: facts.actor.employeeId,
        reason: command.reason,
      });
    case 'withdraw':
      return byOwner(state, 'submitted', facts.actor, {
        type: 'vacation.request.withdrawn',
        withdrawnBy: facts.actor.employeeId,
      });
    case 'request_cancellation':
      return requestCancellation(state, command.reason, facts);
    case 'decline_cancellation':
      return byApprover(state, 'cancellation_requested', facts.actor, {
        type: 'vacation.request.cancellation_declined',
        decidedBy: facts.actor.employeeId,
      });
    case 'cancel':
      return cancel(state, command.reason, facts.actor);
    case 'remind':
      return byClock(state, { type: 'vacation.request.reminded', businessDays: command.businessDays });
    case 'expire':
      return byClock(state, { type: 'vacation.request.expired' });
  }
}

type OfRequest = Unstamped<RequestEvent>;
/** An event without the two ids that every one carries. */
type EventContent<E = OfRequest> = E extends unknown ? Omit<E, 'employeeId' | 'requestId'> : never;

const tell = ({ employeeId, requestId }: Request, event: EventContent): OfRequest[] => [
  { ...event, employeeId, requestId } as OfRequest,
];

const notNow = ({ status }: Pick<Request, 'status'>, name: string): Refusal =>
  refusal('conflict', 'not_in_this_state', `The request is ${status}: ${name.replaceAll('_', ' ')} is not possible.`);

const notYours = refusal('forbidden', 'not_yours', 'This is for the person, or hr, to do.');
const notForYou = refusal('forbidden', 'not_an_approver', 'This is for the person’s manager, or hr, to do.');
const notOneself = refusal('forbidden', 'own_request', 'Nobody decides on their own leave.');

const owns = ({ self, hr }: Actor): boolean => self || hr;

function byOwner(state: Request, status: Request['status'], actor: Actor, event: EventContent): Decision {
  if (!owns(actor)) return notYours;
  return state.status === status ? tell(state, event) : notNow(state, event.type);
}

function byApprover(state: Request, status: Request['status'], actor: Actor, event: EventContent): Decision {
  if (actor.self) return notOneself;
  if (!actor.manager && !actor.hr) return notForYou;
  return state.status === status ? tell(state, event) : notNow(state, event.type);
}

const byClock = (state: Request, event: EventContent): Decision =>
  state.status === 'submitted' ? tell(state, event) : notNow(state, event.type);

function submit(command: Extract<RequestCommand, { name: 'submit' }>, facts: Facts): Decision {
  const { actor, rules } = facts;
  if (!owns(actor) && !actor.manager) return notYours;
  const { employeeId, requestId, wanted, comment } = command;
  const broken = brokenRules(wanted, facts);
  if (broken) return broken;
  const approval = typeRules(rules, wanted.leaveType)?.approval ?? [];
  const ids = { employeeId, requestId };
  const submitted: OfRequest = {
    type: 'vacation.request.submitted',
    ...ids,
    ...valuesOf(wanted, rules),
    approval,
    comment,
  };
  if (approval.length > 0) return [submitted];
  return [submitted, { type: 'vacation.request.approved', ...ids, decidedBy: null, automatic: true }];
}

const valuesOf = ({ leaveType, from, to, dayPart, fraction, substituteId }: Wanted, rules: LeaveRules) => ({
  leaveType,
  from,
  to,
  dayPart,
  fraction,
  counting: typeRules(rules, leaveType)?.counting ?? null,
  substituteId,
});

/** Rules of the day on which somebody asks; who acts for another, or agrees later, is not held to them. */
const forOneself = new Set(['short_notice', 'too_far_ahead', 'too_far_back']);

function brokenRules(wanted: Wanted, { actor, rules, period }: Facts): Refusal | undefined {
  const findings = findingsOf(wanted, rules, period);
  const broken = findings.filter(
    ({ severity, code }) => severity === 'refuse' && (actor.self || !forOneself.has(code)),
  );
  const [first] = broken;
  if (!first) return undefined;
  return refusal('rule', first.code, `Against the rules: ${broken.map(({ code }) => code).join(', ')}.`, findings);
}

/** What waits is changed by its owner; what was granted only by those who may grant it. */
function modify(wanted: Wanted, state: Request, facts: Facts): Decision {
  const { actor, rules } = facts;
  if (state.status !== 'submitted' && state.status !== 'approved') return notNow(state, 'modify');
  if (state.status === 'submitted' && !owns(actor)) return notYours;
  if (state.status === 'approved' && !typeNeedsNobody(state) && actor.self)
    return refusal('forbidden', 'already_approved', 'Ask your manager to change it, or cancel it and ask anew.');
  if (state.status === 'approved' && !actor.self && !actor.manager && !actor.hr) return notForYou;
  if (!sameSteps(state, wanted, rules))
    return refusal('rule', 'other_approval', 'Another kind of leave needs other approvals: ask for it anew.');
  const broken = brokenRules(wanted, facts);
  return (
    broken ??
    tell(state, { type: 'vacation.request.modified', ...valuesOf(wanted, rules), modifiedBy: actor.employeeId })
  );
}

const typeNeedsNobody = ({ approval }: Request): boolean => approval?.length === 0;

const stepsOf = ({ approval }: Request): readonly string[] => approval ?? ['manager'];

const sameSteps = (state: Request, { leaveType }: Wanted, rules: LeaveRules): boolean =>
  leaveType === state.leaveType || typeRules(rules, leaveType)?.approval.join() === stepsOf(state).join();

/** The step that waits; undefined when none does. */
export const openStep = (state: Request): ApprovalStep | undefined =>
  state.status === 'submitted' ? (stepsOf(state)[state.agreed.length] as ApprovalStep | undefined) : undefined;

function approve(state: Request, facts: Facts): Decision {
  const { actor } = facts;
  if (actor.self) return notOneself;
  const step = openStep(state);
  if (step === undefined) return actor.manager || actor.hr ? notNow(state, 'approve') : notForYou;
  if (!(actor.hr || (step === 'manager' && actor.manager))) return notForYou;
  if (state.agreed.includes(actor.employeeId))
    return refusal('forbidden', 'same_approver', 'The next step is for somebody else: you have agreed already.');
  const broken = brokenRules(state, facts);
  if (broken) return broken;
  const decidedBy = actor.employeeId;
  if (state.agreed.length + 1 < stepsOf(state).length)
    return tell(state, { type: 'vacation.request.step_approved', step: state.agreed.length + 1, decidedBy });
  return tell(state, { type: 'vacation.request.approved', decidedBy, automatic: null });
}

/** Leave that is over stays as it was, except for those who may cancel it. */
function requestCancellation(state: Request, reason: string | null, { actor, rules, period }: Facts): Decision {
  if (!owns(actor)) return notYours;
  if (state.status !== 'approved') return notNow(state, 'request_cancellation');
  if (state.to < period.today) return refusal('rule', 'already_taken', 'The leave is over: ask hr to correct it.');
  if (typeRules(rules, state.leaveType)?.cancellation === 'none')
    return tell(state, { type: 'vacation.request.cancelled', cancelledBy: actor.employeeId, reason });
  return tell(state, { type: 'vacation.request.cancellation_requested', reason });
}

function cancel(state: Request, reason: string | null, actor: Actor): Decision {
  const event = { type: 'vacation.request.cancelled', cancelledBy: actor.employeeId, reason } as const;
  return byApprover(state, state.status === 'approved' ? 'approved' : 'cancellation_requested', actor, event);
}
