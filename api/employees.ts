import employeeRecord from '#schemas/derived/employees.ts';
import { employeePage } from './answers.ts';
import { contains, isTrue, oneOf } from './filters.ts';
import { type Listing, listingRoute } from './listing.ts';
import type { Route } from './route.ts';
import { newestOf } from './rows.ts';
import type { World } from './world.ts';

const searched = ["ifNull(first_name, '')", "ifNull(last_name, '')", "ifNull(email, '')", 'employee_id'];

const listing: Listing = {
  name: 'employees',
  from: newestOf('employees'),
  fields: employeeRecord.fields,
  filters: {
    employeeId: oneOf('employee_id', 'These people.'),
    department: oneOf('department', 'The department today.'),
    managerId: oneOf('manager_id', 'Who decides on their leave.'),
    region: oneOf('region', 'Holiday region.'),
    active: isTrue('active', 'Whether the person has not left.'),
    q: contains(searched, 'Text in the name, the mail address or the id.'),
  },
  sorts: {
    name: { sql: "lowerUTF8(concat(ifNull(last_name, ''), ' ', ifNull(first_name, '')))", type: 'String' },
    department: { sql: 'department', type: 'String' },
    hiredOn: { sql: "ifNull(hired_on, toDate32('1900-01-01'))", type: 'Date32' },
    employeeId: { sql: 'employee_id', type: 'String' },
  },
  tiebreak: [{ sql: 'employee_id', type: 'String' }],
  standardSort: 'name',
};

export const employeesRoute = (world: World): Route =>
  listingRoute(world, listing, {
    summary: 'People, with their departments and schedules over time.',
    answer: employeePage,
  });
