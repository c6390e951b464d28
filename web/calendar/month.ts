import type { TeamLeave } from './contract.ts';

const DAY = 86_400_000;
const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** The days of a month `2026-07`. */
export const daysOfMonth = (month: string): string[] => {
  const [year = 0, number = 1] = month.split('-').map(Number);
  const count = new Date(Date.UTC(year, number, 0)).getUTCDate();
  return Array.from({ length: count }, (_, at) => dayOf(Date.UTC(year, number - 1, 1) + at * DAY));
};

/** The month before or after. */
export const monthBeside = (month: string, by: 1 | -1): string => {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return dayOf(Date.UTC(year, number - 1 + by, 1)).slice(0, 7);
};

export const isWeekend = (day: string): boolean => [0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay());

export interface PersonRow {
  readonly employeeId: string;
  readonly name: string;
  /** What somebody is on each day of the month; undefined: there. */
  readonly days: readonly (TeamLeave | undefined)[];
}

/** A row for each person who is away on some of these days, by name. */
export const rowsOf = (
  leave: readonly TeamLeave[],
  days: readonly string[],
  compare: (a: string, b: string) => number,
): PersonRow[] => {
  const perPerson = Map.groupBy(leave, ({ employeeId }) => employeeId);
  return [...perPerson]
    .map(([employeeId, own]) => ({
      employeeId,
      name: own[0]?.name ?? employeeId,
      days: days.map((day) => own.find(({ from, to }) => from <= day && day <= to)),
    }))
    .toSorted((a, b) => compare(a.name, b.name));
};
