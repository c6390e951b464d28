import type { Schedule } from '#domain/calendar.ts';
import type { LocalDate } from '#lib/dates.ts';

/** What holds from a day on. */
export interface Since<T> {
  readonly from: LocalDate;
  readonly value: T;
}

/** What a statistic may know of a person. */
export interface PersonFacts {
  readonly employeeId: string;
  /** False for somebody whom nobody has announced. */
  readonly known: boolean;
  readonly managerId: string | null;
  readonly region: string | null;
  readonly hiredOn: LocalDate | null;
  readonly leftOn: LocalDate | null;
  readonly active: boolean;
  /** Ordered by day; the first holds since 1900-01-01. */
  readonly departments: readonly Since<string>[];
  readonly schedules: readonly Since<Schedule>[];
}

/** A person as the events tell. */
export interface Person extends PersonFacts {
  /** The department as of the newest event of the person. */
  readonly department: string;
  readonly email: string | null;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly locale: string | null;
}
