import { eachDay, weekday } from '#lib/dates.ts';
import type { TeamLeave } from '#services/calendar/answers.ts';
import { monthEnd, monthStart } from '../../data/calendar.ts';

/** The days of a month `2026-07`. */
export const daysOfMonth = (month: string): readonly string[] => [...eachDay(`${month}-01`, monthEnd(`${month}-01`))];

/** The month before or after. */
export const monthBeside = (month: string, by: 1 | -1): string => monthStart(`${month}-01`, by).slice(0, 7);

export const isWeekend = (day: string): boolean => weekday(day) > 5;

export interface PersonRow {
  readonly employeeId: string;
  readonly name: string;
  /** What somebody is on each day of the month; undefined: there. */
  readonly days: readonly (TeamLeave | undefined)[];
}

/** A row for each person who is away on some of these days, by name. */
export function rowsOf(
  leave: readonly TeamLeave[],
  days: readonly string[],
  compare: (a: string, b: string) => number,
): PersonRow[] {
  const perPerson = Map.groupBy(leave, ({ employeeId }) => employeeId);
  return [...perPerson]
    .map(([employeeId, own]) => ({
      employeeId,
      name: own[0]?.name ?? employeeId,
      days: days.map((day) => own.find(({ from, to }) => from <= day && day <= to)),
    }))
    .toSorted((a, b) => compare(a.name, b.name));
}
