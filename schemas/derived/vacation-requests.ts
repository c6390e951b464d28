import { date, days, id, instant, int, list, optional, personal, string, word } from '../fields.ts';
import { derived } from '../record.ts';

/** Where a request stands (facts: the union of leave products' state machines). */
export const requestStatuses = [
  'submitted',
  'approved',
  'rejected',
  'withdrawn',
  'cancellation_requested',
  'cancelled',
  'expired',
] as const;

export type RequestStatus = (typeof requestStatuses)[number];

export default derived({
  name: 'hr.VacationRequest',
  topic: 'hr.vacation-requests',
  doc: 'The present state of a request, with the person as of its first day. Key: request id.',
  fields: {
    requestId: id('The request.'),
    employeeId: id('Whose leave it is.'),
    status: word('Where it stands.', requestStatuses),
    leaveType: string('Kind of leave.'),
    from: date('First day away.'),
    to: date('Last day away, included.'),
    dayPart: word('How much of each day.', ['full', 'morning', 'afternoon']),
    days: days('What it takes, in days as its leave type counts them.'),
    submittedAt: instant('When it was submitted.'),
    decidedAt: optional(instant('When it was approved, rejected or expired.')),
    decidedBy: optional(id('Who decided.')),
    cancelledAt: optional(instant('When it was cancelled.')),
    steps: int('Approval steps passed.'),
    modifications: int('How often it was changed.'),
    illegal: list('Ids of events that this state did not allow; they changed nothing.', id('Event id.')),
    department: string('The person’s department on the first day; "unknown" until somebody announces the person.'),
    managerId: optional(id('Who decides on this person’s leave.')),
    email: personal(string('Mail address.')),
    firstName: personal(string('Given name.')),
    lastName: personal(string('Family name.')),
  },
});
