import employeeRecord from '#schemas/derived/employees.ts';
import { employeePage } from './answers.ts';
import { contains, isOneOf } from './conditions.ts';
import { type Listing, pageParameters } from './list.ts';
import { type Asked, many, one, text, yesNo } from './parameters.ts';
import { route } from './route.ts';
import { newestOf, readPage } from './rows.ts';
import { rowRoles, scopeOf, within } from './scope.ts';

const sorts = {
  name: { sql: "lowerUTF8(concat(ifNull(last_name, ''), ' ', ifNull(first_name, '')))", type: 'String' },
  department: { sql: 'department', type: 'String' },
  hiredOn: { sql: "ifNull(hired_on, toDate32('1900-01-01'))", type: 'Date32' },
  employeeId: { sql: 'employee_id', type: 'String' },
} as const;

const listing: Listing = {
  from: newestOf('employees'),
  where: ['_deleted = 0'],
  fields: employeeRecord.fields,
  sorts,
  tiebreak: [{ sql: 'employee_id', type: 'String' }],
};

const parameters = {
  employeeId: many('These people.', text),
  department: many('The department today.', text),
  managerId: many('Who decides on their leave.', text),
  region: many('Holiday region.', text),
  active: one('Whether the person has not left.', yesNo),
  q: one('Text in the name, the mail address or the id.', text),
  ...pageParameters(sorts, 'name'),
};

const searched = ["ifNull(first_name, '')", "ifNull(last_name, '')", "ifNull(email, '')", 'employee_id'];

const conditionsOf = (asked: Asked<typeof parameters>) => [
  ...isOneOf('employeeId', 'employee_id', asked.employeeId),
  ...isOneOf('department', 'department', asked.department),
  ...isOneOf('managerId', 'manager_id', asked.managerId),
  ...isOneOf('region', 'region', asked.region),
  ...(asked.active === undefined ? [] : [{ sql: 'active = {active:Bool}', params: { active: asked.active } }]),
  ...contains(searched, asked.q),
];

export const employeesRoute = route({
  path: '/api/employees',
  summary: 'People, with their departments and schedules over time.',
  roles: rowRoles,
  parameters,
  answer: employeePage,
  read: async (asked, world, person) => {
    const scope = await scopeOf(person, world, 'rows');
    const conditions = [...within(scope, 'employee_id'), ...conditionsOf(asked)];
    return readPage('employees', listing, asked, { ...asked, conditions }, world);
  },
});
