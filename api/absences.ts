import { z } from 'zod';
import { type LocalDate, localDate } from '#lib/dates.ts';
import { absenceFields, absencePage } from './answers.ts';
import { fromDay, oneOf, toDay } from './filters.ts';
import { type Asked, type Listing, listingRoute } from './listing.ts';
import { badParameters } from './problem.ts';
import type { Route } from './route.ts';
import { newestOf } from './rows.ts';
import type { World } from './world.ts';

const listing: Listing = {
  name: 'absences',
  from: [
    newestOf('absence_days'),
    `LEFT JOIN (SELECT employee_id AS person_id, first_name, last_name FROM ${newestOf('employees')} WHERE _deleted = 0) AS person`,
    'ON employee_id = person_id',
  ].join('\n'),
  fields: absenceFields,
  filters: {
    from: fromDay('day', 'First day; today when neither end is given.'),
    to: toDay('day', 'Last day, included; the first day when it is not given.'),
    department: oneOf('department', 'The person’s department on each day.'),
    employeeId: oneOf('employee_id', 'These people.'),
    kind: oneOf('kind', 'What it is.', z.enum(['vacation', 'sick'])),
    leaveType: oneOf('leave_type', 'Kind of leave; sick for sick notes.'),
  },
  sorts: { day: { sql: 'day', type: 'Date32' } },
  tiebreak: [
    { sql: 'employee_id', type: 'String' },
    { sql: 'request_id', type: 'String' },
  ],
  standardSort: 'day',
  rows: [10_000, 100_000],
};

export const absencesRoute = (world: World): Route =>
  listingRoute(world, listing, {
    summary: 'Who is away: one row for each person, cause and day.',
    answer: absencePage,
    asked: (asked) => withDays(asked, localDate(world.clock.now(), world.zone)),
  });

/** One day, where only one end is given; today, where none is. */
function withDays(asked: Asked, today: LocalDate): Asked {
  const ends = asked as { readonly from?: LocalDate; readonly to?: LocalDate };
  const from = ends.from ?? ends.to ?? today;
  const to = ends.to ?? from;
  if (from > to) throw badParameters([{ field: 'to', value: to, message: `before the first day, ${from}` }]);
  return { ...asked, from, to };
}
