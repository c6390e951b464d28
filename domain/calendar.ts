import { eachDay, type LocalDate, weekday } from '#lib/dates.ts';
import { oneDay } from '#lib/millionths.ts';
import type { Counting } from './counting.ts';
/** How much of each day of a period. */
export type DayPart = 'full' | 'morning' | 'afternoon';

/** A closed period of days. */
export interface Period {
  readonly from: LocalDate;
  readonly to: LocalDate;
  readonly dayPart: DayPart;
  /** Hours off as a share of the scheduled day, in millionths; counts in place of `dayPart`. */
  readonly fraction?: number | null;
}

/** Share of each weekday worked, Monday first, in millionths of a day: seven entries. */
export type Schedule = readonly number[];

/** Monday to Friday. */
export const standardSchedule: Schedule = [oneDay, oneDay, oneDay, oneDay, oneDay, 0, 0];

/** One day of a period; amounts in millionths of a day. */
export interface CountedDay {
  readonly day: LocalDate;
  /** How much of the calendar day is taken. */
  readonly fraction: number;
  /** What it costs as its leave type counts. */
  readonly counted: number;
  /** How much scheduled work is missed. */
  readonly working: number;
}

/** What a day is for a person. */
export interface DayRules {
  readonly scheduleOn: (day: LocalDate) => Schedule;
  readonly isHoliday: (day: LocalDate) => boolean;
}

/** Every day of a period with what it takes. A share of half a day is rounded half up to whole millionths. */
export function countDays(period: Period, counting: Counting, rules: DayRules): CountedDay[] {
  const fraction = period.fraction ?? (period.dayPart === 'full' ? oneDay : oneDay / 2);
  return eachDay(period.from, period.to)
    .map((day) => countDay(day, fraction, counting, rules))
    .toArray();
}

function countDay(day: LocalDate, fraction: number, counting: Counting, rules: DayRules): CountedDay {
  if (rules.isHoliday(day)) return { day, fraction, counted: 0, working: 0 };
  const share = rules.scheduleOn(day)[weekday(day) - 1] ?? 0;
  const working = Math.round((share * fraction) / oneDay);
  return { day, fraction, counted: counting === 'calendar' ? fraction : working, working };
}
