import { z } from 'zod';
import { localDate } from '#lib/dates.ts';
import { absenceFields, absencePage } from './answers.ts';
import { isOneOf, since, until } from './conditions.ts';
import { type Listing, pageParameters } from './list.ts';
import { type Asked, day, limit, many, one, text } from './parameters.ts';
import { badParameters } from './problem.ts';
import { route } from './route.ts';
import { newestOf, readPage } from './rows.ts';
import { rowRoles, scopeOf, within } from './scope.ts';

const sorts = { day: { sql: 'day', type: 'Date32' } } as const;

const listing: Listing = {
  from: [
    newestOf('absence_days'),
    `LEFT JOIN (SELECT employee_id AS person_id, first_name, last_name FROM ${newestOf('employees')} WHERE _deleted = 0) AS person`,
    'ON employee_id = person_id',
  ].join('\n'),
  where: ['_deleted = 0'],
  fields: absenceFields,
  sorts,
  tiebreak: [
    { sql: 'employee_id', type: 'String' },
    { sql: 'request_id', type: 'String' },
  ],
};

const parameters = {
  from: one('First day; today when neither end is given.', day),
  to: one('Last day, included; the first day when it is not given.', day),
  department: many('The person’s department on each day.', text),
  employeeId: many('These people.', text),
  kind: many('What it is.', z.enum(['vacation', 'sick'])),
  leaveType: many('Kind of leave; sick for sick notes.', text),
  ...pageParameters(sorts, 'day'),
  limit: limit(10_000, 100_000),
};

const conditionsOf = (asked: Asked<typeof parameters>, from: string, to: string) => [
  ...since('from', 'day', from),
  ...until('to', 'day', to),
  ...isOneOf('department', 'department', asked.department),
  ...isOneOf('employeeId', 'employee_id', asked.employeeId),
  ...isOneOf('kind', 'kind', asked.kind),
  ...isOneOf('leaveType', 'leave_type', asked.leaveType),
];

export const absencesRoute = route({
  path: '/api/absences',
  summary: 'Who is away: one row for each person, cause and day.',
  roles: rowRoles,
  parameters,
  answer: absencePage,
  read: async (asked, world, person) => {
    const from = asked.from ?? asked.to ?? localDate(world.clock.now(), world.zone);
    const to = asked.to ?? from;
    if (from > to) throw badParameters([{ field: 'to', value: to, message: `before the first day, ${from}` }]);
    const scope = await scopeOf(person, world, 'rows');
    const conditions = [...within(scope, 'employee_id'), ...conditionsOf(asked, from, to)];
    return readPage('absences', listing, { ...asked, from, to }, { ...asked, conditions }, world);
  },
});
