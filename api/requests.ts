import { z } from 'zod';
import requestRecord, { requestStatuses } from '#schemas/derived/vacation-requests.ts';
import { requestPage } from './answers.ts';
import { localDay } from './conditions.ts';
import { contains, fromDay, oneOf, toDay } from './filters.ts';
import { type Listing, listingRoute } from './listing.ts';
import type { Route } from './route.ts';
import { newestOf } from './rows.ts';
import type { World } from './world.ts';

const searched = ["ifNull(first_name, '')", "ifNull(last_name, '')", "ifNull(email, '')", 'employee_id', 'request_id'];

const listing: Listing = {
  name: 'requests',
  from: newestOf('requests'),
  fields: requestRecord.fields,
  filters: {
    requestId: oneOf('request_id', 'These requests.'),
    status: oneOf('status', 'Where it stands.', z.enum(requestStatuses)),
    department: oneOf('department', 'The person’s department on the first day.'),
    employeeId: oneOf('employee_id', 'Whose leave it is.'),
    leaveType: oneOf('leave_type', 'Kind of leave.'),
    from: fromDay('`to`', 'Leaves out leave that ended before this day.'),
    to: toDay('`from`', 'Leaves out leave that begins after this day.'),
    submittedFrom: fromDay(localDay('submitted_at'), 'First local day of the submission.'),
    submittedTo: toDay(localDay('submitted_at'), 'Last local day of the submission.'),
    decidedFrom: fromDay(localDay('decided_at'), 'First local day of the decision.'),
    decidedTo: toDay(localDay('decided_at'), 'Last local day of the decision.'),
    q: contains(searched, 'Text in the name, the mail address or the id of the person or the request.'),
  },
  sorts: {
    submittedAt: { sql: 'toUnixTimestamp64Milli(submitted_at)', type: 'Int64' },
    decidedAt: { sql: "toUnixTimestamp64Milli(ifNull(decided_at, toDateTime64(0, 3, 'UTC')))", type: 'Int64' },
    from: { sql: '`from`', type: 'Date32' },
    to: { sql: '`to`', type: 'Date32' },
    days: { sql: 'days', type: 'Decimal(18, 6)' },
    name: { sql: "lowerUTF8(concat(ifNull(last_name, ''), ' ', ifNull(first_name, '')))", type: 'String' },
  },
  tiebreak: [{ sql: 'request_id', type: 'String' }],
  standardSort: '-submittedAt',
};

export const requestsRoute = (world: World): Route =>
  listingRoute(world, listing, { summary: 'Leave requests as they stand, each with its person.', answer: requestPage });
