import type { CountedDay } from '#domain/calendar.ts';
import { departmentOn } from '#domain/person.ts';
import type absenceDayRecord from '#schemas/derived/absence-days.ts';
import type employeeRecord from '#schemas/derived/employees.ts';
import type requestRecord from '#schemas/derived/vacation-requests.ts';
import type { ValueOf } from '#schemas/fields.ts';
import { joinKey } from '#schemas/keys.ts';
import type { Absence } from './absence.ts';
import type { Person } from './person.ts';
import { isAway, type VacationRequest } from './request.ts';

export type RequestRow = ValueOf<typeof requestRecord.fields>;
export type AbsenceDayRow = ValueOf<typeof absenceDayRecord.fields>;
export type EmployeeRow = ValueOf<typeof employeeRecord.fields>;

/** Rows by record key. */
export type Rows<T> = ReadonlyMap<string, T>;

/** A person as others see it. */
export const employeeRow = (person: Person): EmployeeRow => ({
  employeeId: person.employeeId,
  email: person.email,
  firstName: person.firstName,
  lastName: person.lastName,
  managerId: person.managerId,
  region: person.region,
  locale: person.locale,
  department: person.department,
  hiredOn: person.hiredOn,
  leftOn: person.leftOn,
  active: person.active,
  departmentFrom: person.departments.map(({ from }) => from),
  departments: person.departments.map(({ value }) => value),
  scheduleFrom: person.schedules.map(({ from }) => from),
  schedules: person.schedules.flatMap(({ value }) => value),
});

/** A request with its person, as of its first day; `days` are the request's days. */
export const requestRow = (request: VacationRequest, days: readonly CountedDay[], person: Person): RequestRow => ({
  requestId: request.requestId,
  employeeId: request.employeeId,
  status: request.status,
  leaveType: request.leaveType,
  from: request.from,
  to: request.to,
  dayPart: request.dayPart,
  days: days.reduce((sum, { counted }) => sum + counted, 0),
  submittedAt: request.submittedAt,
  decidedAt: request.decidedAt,
  decidedBy: request.decidedBy,
  cancelledAt: request.cancelledAt,
  steps: request.steps,
  modifications: request.modifications,
  illegal: request.illegal,
  department: departmentOn(person, request.from),
  managerId: person.managerId,
  email: person.email,
  firstName: person.firstName,
  lastName: person.lastName,
});

/** The days on which a request takes its person away; none unless it is granted and stands. */
export function requestDayRows(
  request: VacationRequest,
  days: readonly CountedDay[],
  person: Person,
): Rows<AbsenceDayRow> {
  const { employeeId, requestId, leaveType } = request;
  return isAway(request) ? dayRows({ employeeId, requestId, kind: 'vacation', leaveType }, days, person) : new Map();
}

/**
 * The days on which a sick note takes its person away; none when it was cancelled. `sick:` keeps its id apart from
 * requests’ ids.
 */
export const absenceDayRows = (
  { employeeId, absenceId, status }: Absence,
  days: readonly CountedDay[],
  person: Person,
): Rows<AbsenceDayRow> =>
  status === 'cancelled'
    ? new Map()
    : dayRows({ employeeId, requestId: `sick:${absenceId}`, kind: 'sick', leaveType: 'sick' }, days, person);

type Cause = Pick<AbsenceDayRow, 'employeeId' | 'requestId' | 'kind' | 'leaveType'>;

function dayRows(cause: Cause, days: readonly CountedDay[], person: Person): Rows<AbsenceDayRow> {
  return new Map(
    days.map(({ day, fraction, counted, working }) => [
      joinKey([cause.employeeId, cause.requestId, day]),
      { ...cause, day, department: departmentOn(person, day), fraction, counted, working },
    ]),
  );
}
