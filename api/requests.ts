import { z } from 'zod';
import requestRecord, { requestStatuses } from '#schemas/derived/vacation-requests.ts';
import { requestPage } from './answers.ts';
import { contains, inZone, isOneOf, localDay, since, until } from './conditions.ts';
import { type Listing, pageParameters } from './list.ts';
import { type Asked, day, many, one, text } from './parameters.ts';
import { route } from './route.ts';
import { newestOf, readPage } from './rows.ts';
import { rowRoles, scopeOf, within } from './scope.ts';

const sorts = {
  submittedAt: { sql: 'toUnixTimestamp64Milli(submitted_at)', type: 'Int64' },
  decidedAt: { sql: "toUnixTimestamp64Milli(ifNull(decided_at, toDateTime64(0, 3, 'UTC')))", type: 'Int64' },
  from: { sql: '`from`', type: 'Date32' },
  to: { sql: '`to`', type: 'Date32' },
  days: { sql: 'days', type: 'Decimal(18, 6)' },
  name: { sql: "lowerUTF8(concat(ifNull(last_name, ''), ' ', ifNull(first_name, '')))", type: 'String' },
} as const;

const listing: Listing = {
  from: newestOf('requests'),
  where: ['_deleted = 0'],
  fields: requestRecord.fields,
  sorts,
  tiebreak: [{ sql: 'request_id', type: 'String' }],
};

const parameters = {
  requestId: many('These requests.', text),
  status: many('Where it stands.', z.enum(requestStatuses)),
  department: many('The person’s department on the first day.', text),
  employeeId: many('Whose leave it is.', text),
  leaveType: many('Kind of leave.', text),
  from: one('Leaves out leave that ended before this day.', day),
  to: one('Leaves out leave that begins after this day.', day),
  submittedFrom: one('First local day of the submission.', day),
  submittedTo: one('Last local day of the submission.', day),
  decidedFrom: one('First local day of the decision.', day),
  decidedTo: one('Last local day of the decision.', day),
  q: one('Text in the name, the mail address or the id of the person or the request.', text),
  ...pageParameters(sorts, '-submittedAt'),
};

const searched = ["ifNull(first_name, '')", "ifNull(last_name, '')", "ifNull(email, '')", 'employee_id', 'request_id'];

const conditionsOf = (asked: Asked<typeof parameters>) => [
  ...isOneOf('requestId', 'request_id', asked.requestId),
  ...isOneOf('status', 'status', asked.status),
  ...isOneOf('department', 'department', asked.department),
  ...isOneOf('employeeId', 'employee_id', asked.employeeId),
  ...isOneOf('leaveType', 'leave_type', asked.leaveType),
  ...since('from', '`to`', asked.from),
  ...until('to', '`from`', asked.to),
  ...since('submittedFrom', localDay('submitted_at'), asked.submittedFrom),
  ...until('submittedTo', localDay('submitted_at'), asked.submittedTo),
  ...since('decidedFrom', localDay('decided_at'), asked.decidedFrom),
  ...until('decidedTo', localDay('decided_at'), asked.decidedTo),
  ...contains(searched, asked.q),
];

export const requestsRoute = route({
  path: '/api/requests',
  summary: 'Leave requests as they stand, each with its person.',
  roles: rowRoles,
  parameters,
  answer: requestPage,
  read: async (asked, world, person) => {
    const scope = await scopeOf(person, world, 'rows');
    const conditions = [inZone(world.zone), ...within(scope, 'employee_id'), ...conditionsOf(asked)];
    return readPage('requests', listing, asked, { ...asked, conditions }, world);
  },
});
