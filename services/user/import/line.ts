import type { LocalDate } from '#lib/dates.ts';
import type { Locale } from '#schemas/access/people.ts';

/** The columns of a file; all but the first may be missing, an empty cell changes nothing. */
export const columns = [
  'employee_number',
  'first_name',
  'last_name',
  'email',
  'department',
  'department_from',
  'manager',
  'region',
  'locale',
  'hired_on',
  'schedule',
] as const;

export type Column = (typeof columns)[number];

/** What one line says of a person; undefined: nothing. */
export interface Line {
  /** Where it begins in the file; the header is line 1. */
  readonly line: number;
  readonly employeeId: string;
  readonly firstName?: string;
  readonly lastName?: string;
  readonly email?: string;
  readonly department?: string;
  /**
   * From which day on department and schedule count for somebody who is known already; default: the day of the import.
   */
  readonly from?: LocalDate;
  readonly managerId?: string;
  readonly region?: string;
  readonly locale?: Locale;
  readonly hiredOn?: LocalDate;
  /** Millionths of a day, Monday first. */
  readonly schedule?: readonly number[];
}
