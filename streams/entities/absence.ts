import type { Period } from '#domain/calendar.ts';

/** A sick note as its events tell. */
export interface Absence extends Period {
  readonly absenceId: string;
  readonly employeeId: string;
  readonly status: 'reported' | 'cancelled';
  readonly illegal: readonly string[];
}
