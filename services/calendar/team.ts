import { z } from 'zod';
import { nameOf } from '#domain/person.ts';
import { addDays, isLocalDate, type LocalDate } from '#lib/dates.ts';
import { badRequest, notFound } from '#lib/http/problem.ts';
import { hasRole, type Person } from '#schemas/access/people.ts';
import { type Route, routes } from '../common/http/route.ts';
import { type TeamLeave, team } from './answers.ts';
import type { CalendarWorld } from './feeds.ts';
import type { Leave, Requests } from './requests.ts';

export const forStaff = routes('/api/calendar', ['employee', 'manager', 'hr', 'admin']);

const longestDays = 100;
const day = z.string().refine(isLocalDate, 'not a calendar day such as 2026-07-01');

/** Who is away, on the page: the same knowledge and the same rights as of the feeds. */
export const teamRoute = ({ requests, ready }: Pick<CalendarWorld, 'requests' | 'ready'>): Route =>
  forStaff.get('/leave', {
    summary: 'Who of a department is away between two days, at most a hundred; without a department, one’s own',
    query: z.strictObject({ from: day, to: day, department: z.string().min(1).max(200).optional() }),
    answer: team,
    handle: ({ person, query }) => {
      checkSpan(query);
      const departments = departmentsOf(requests, person);
      const own = requests.departmentOf(person.employeeId) ?? departments[0] ?? null;
      const department = query.department ?? own;
      if (query.department !== undefined && !departments.includes(query.department))
        throw notFound('There is no such department, or it is none of yours.', 'unknown_department');
      const leave = department === null ? requests.ofPerson(person.employeeId) : requests.ofDepartment(department);
      const shown = leave.filter(({ from, to }) => from <= query.to && to >= query.from);
      return { ready: ready() === null, departments, department, leave: shown.map((one) => view(one, person)) };
    },
  });

function checkSpan({ from, to }: { readonly from: LocalDate; readonly to: LocalDate }): void {
  const fault = (message: string) => badRequest([{ field: 'to', value: to, message }]);
  if (to < from) throw fault(`before the first day, ${from}`);
  if (to > addDays(from, longestDays - 1)) throw fault(`more than ${longestDays} days after ${from}`);
}

const departmentsOf = (requests: Requests, person: Person): string[] =>
  [...(hasRole(person, 'hr', 'admin') ? requests.departments() : requests.departmentsFor(person.employeeId))].sort();

/** The kind of leave is for the person, their manager and HR. */
function view(leave: Leave, person: Person): TeamLeave {
  const { employeeId, managerId, from, to, dayPart, leaveType } = leave;
  const mayKnow = [employeeId, managerId].includes(person.employeeId) || hasRole(person, 'hr');
  return {
    employeeId,
    from,
    to,
    leaveType: mayKnow ? leaveType : null,
    name: nameOf(leave),
    dayPart: dayPart === 'morning' || dayPart === 'afternoon' ? dayPart : 'full',
  };
}
