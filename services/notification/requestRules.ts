import type { RequestEvent } from '#domain/request.ts';
import type { Template } from './kinds.ts';
import type { Params } from './render.ts';
import type { RequestsTable } from './tables.ts';

/** Something that one person is to be told. */
export interface Notice {
  readonly to: string;
  readonly template: Template;
  readonly params: Params;
}

/** Who is concerned by a request. */
export interface Around {
  readonly request: RequestsTable;
  /** The person's manager; of those who have left, the one above. */
  readonly managerId: string | null;
  /** The person's manager, whether or not they have left. */
  readonly directId: string | null;
  readonly hr: readonly string[];
}

/** Whom a change of a request is told, and how; nobody twice, and nobody but the person what they did themselves. */
export function requestNotices(event: RequestEvent, around: Around): readonly Notice[] {
  const actor = actorOf(event);
  const params = paramsOf(event, around.request, actor);
  const notice = (template: Template) => (to: string | null) => (to === null ? [] : [{ to, template, params }]);
  const { person, approvers, substitute } = told(event);
  const instead = { ...params, instead: around.directId };
  const notices = [
    ...(person ? notice(person)(event.employeeId) : []),
    ...(approvers ? approversOf(event, around).flatMap(notice(approvers)) : []),
    ...(approvers ? delegatesOf(event, around).map((to) => ({ to, template: approvers, params: instead })) : []),
    ...(substitute ? notice(substitute)(around.request.substitute_id) : []),
  ].filter(({ to }) => to === event.employeeId || to !== actor);
  return [...new Map(notices.toReversed().map((one) => [one.to, one])).values()].toReversed();
}

interface Told {
  readonly person?: Template;
  readonly approvers?: Template;
  readonly substitute?: Template;
}

function told(event: RequestEvent): Told {
  switch (event.type) {
    case 'vacation.request.submitted':
      return { approvers: 'submitted' };
    case 'vacation.request.reminded':
      return { approvers: 'reminded' };
    case 'vacation.request.step_approved':
      return { person: 'step_approved', approvers: 'submitted' };
    case 'vacation.request.approved':
      return { person: 'approved', approvers: 'team_approved', substitute: 'substitute' };
    case 'vacation.request.rejected':
      return { person: 'rejected', approvers: 'team_rejected' };
    case 'vacation.request.withdrawn':
      return { person: 'withdrawn', approvers: 'team_withdrawn' };
    case 'vacation.request.modified':
      return { person: 'modified', approvers: 'changed' };
    case 'vacation.request.expired':
      return { person: 'expired', approvers: 'team_expired' };
    case 'vacation.request.cancellation_requested':
      return { approvers: 'cancellation_requested' };
    case 'vacation.request.cancellation_declined':
      return { person: 'cancellation_declined' };
    case 'vacation.request.cancelled':
      return { person: 'cancelled', approvers: 'team_cancelled', substitute: 'team_cancelled' };
  }
}

/** Who decides the step that the request has reached; once it is decided, the manager is told. */
function approversOf(event: RequestEvent, { request, managerId, hr }: Around): readonly string[] {
  const managers = managerId === null ? [] : [managerId];
  if (!asksForStep(event)) return managers;
  const step = openStep(request);
  if (step === undefined) return told(event).approvers === 'changed' ? managers : [];
  return step === 'hr' ? hr.filter((person) => person !== request.employee_id) : managers;
}

/** Who stands in for the manager when it is for the manager to decide. */
function delegatesOf(event: RequestEvent, { request }: Around): readonly string[] {
  if (!('delegates' in event) || event.delegates === null) return [];
  return !asksForStep(event) || openStep(request) === 'manager' ? event.delegates : [];
}

const asksForStep = (event: RequestEvent): boolean =>
  ['submitted', 'changed', 'reminded'].includes(told(event).approvers ?? '');

const openStep = ({ approval, steps }: RequestsTable): string | undefined =>
  (approval === null ? ['manager'] : (JSON.parse(approval) as string[]))[steps];

function actorOf(event: RequestEvent): string | null {
  if ('decidedBy' in event) return event.decidedBy;
  if ('withdrawnBy' in event) return event.withdrawnBy;
  if ('modifiedBy' in event) return event.modifiedBy;
  return 'cancelledBy' in event ? event.cancelledBy : null;
}

const paramsOf = (event: RequestEvent, request: RequestsTable, actor: string | null): Params => ({
  person: event.employeeId,
  actor,
  from: request.from_day,
  to: request.to_day,
  dayPart: request.day_part,
  leaveType: request.leave_type,
  ...('reason' in event && { reason: event.reason }),
  ...('businessDays' in event && { businessDays: event.businessDays }),
});
