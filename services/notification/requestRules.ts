import { actorOf, type RequestEvent } from '#domain/request.ts';
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
export interface RequestContext {
  readonly request: RequestsTable;
  /** The person's manager; of those who have left, the one above. */
  readonly managerId: string | null;
  /** The person's manager, whether or not they have left. */
  readonly directId: string | null;
  readonly hr: readonly string[];
}

/** Whom a change of a request is told, and how; nobody twice, and nobody but the person what they did themselves. */
export function requestNotices(event: RequestEvent, around: RequestContext): readonly Notice[] {
  const actor = actorOf(event);
  const params = paramsOf(event, around.request, actor);
  const notice = (template: Template) => (to: string | null) => (to === null ? [] : [{ to, template, params }]);
  const { person, approvers, substitute } = audiences[event.type];
  const instead = { ...params, instead: around.directId };
  const notices = [
    ...(person ? notice(person)(event.employeeId) : []),
    ...(approvers ? approversOf(event, around).flatMap(notice(approvers)) : []),
    ...(approvers ? delegatesOf(event, around).map((to) => ({ to, template: approvers, params: instead })) : []),
    ...(substitute ? notice(substitute)(around.request.substitute_id) : []),
  ].filter(({ to }) => to === event.employeeId || to !== actor);
  return [...new Map(notices.toReversed().map((one) => [one.to, one])).values()].toReversed();
}

interface Audience {
  readonly person?: Template;
  readonly approvers?: Template;
  readonly substitute?: Template;
}

const audiences: Readonly<Record<RequestEvent['type'], Audience>> = {
  'vacation.request.submitted': { approvers: 'submitted' },
  'vacation.request.reminded': { approvers: 'reminded' },
  'vacation.request.step_approved': { person: 'step_approved', approvers: 'submitted' },
  'vacation.request.approved': { person: 'approved', approvers: 'team_approved', substitute: 'substitute' },
  'vacation.request.rejected': { person: 'rejected', approvers: 'team_rejected' },
  'vacation.request.withdrawn': { person: 'withdrawn', approvers: 'team_withdrawn' },
  'vacation.request.modified': { person: 'modified', approvers: 'changed' },
  'vacation.request.expired': { person: 'expired', approvers: 'team_expired' },
  'vacation.request.cancellation_requested': { approvers: 'cancellation_requested' },
  'vacation.request.cancellation_declined': { person: 'cancellation_declined' },
  'vacation.request.cancelled': { person: 'cancelled', approvers: 'team_cancelled', substitute: 'team_cancelled' },
};

/** Who decides the step that the request has reached; once it is decided, the manager is told. */
function approversOf(event: RequestEvent, { request, managerId, hr }: RequestContext): readonly string[] {
  const managers = managerId === null ? [] : [managerId];
  if (!asksForStep(event)) return managers;
  const step = openStep(request);
  if (step === undefined) return audiences[event.type].approvers === 'changed' ? managers : [];
  return step === 'hr' ? hr.filter((person) => person !== request.employee_id) : managers;
}

/** Who stands in for the manager when it is for the manager to decide. */
function delegatesOf(event: RequestEvent, { request }: RequestContext): readonly string[] {
  if (!('delegates' in event) || event.delegates === null) return [];
  return !asksForStep(event) || openStep(request) === 'manager' ? event.delegates : [];
}

const asksForStep = (event: RequestEvent): boolean =>
  ['submitted', 'changed', 'reminded'].includes(audiences[event.type].approvers ?? '');

const openStep = ({ approval, steps }: RequestsTable): string | undefined =>
  (approval === null ? ['manager'] : (JSON.parse(approval) as string[]))[steps];

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
