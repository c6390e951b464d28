import { addDays, type LocalDate, weekday } from '#lib/dates.ts';

/** A closed interval of days. */
export interface Period {
  readonly from: LocalDate;
  readonly to: LocalDate;
}

/** First day of the month `count` months after the month of `day`. */
export function monthStart(day: LocalDate, count = 0): LocalDate {
  const month = Number(day.slice(5, 7)) - 1 + count;
  return new Date(Date.UTC(Number(day.slice(0, 4)), month, 1)).toISOString().slice(0, 10);
}

export const monthEnd = (day: LocalDate): LocalDate => addDays(monthStart(day, 1), -1);

/** Monday of the week of `day`. */
export const weekStart = (day: LocalDate): LocalDate => addDays(day, 1 - weekday(day));

/** First days of the months that [from; to] touches. */
export function eachMonth({ from, to }: Period): readonly LocalDate[] {
  const months: LocalDate[] = [];
  for (let month = monthStart(from); month <= to; month = monthStart(month, 1)) months.push(month);
  return months;
}
