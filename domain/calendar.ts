import type { LocalDate } from '#lib/dates.ts';

/** How much of each day of a period. */
export type DayPart = 'full' | 'morning' | 'afternoon';

/** A closed period of days. */
export interface Period {
  readonly from: LocalDate;
  readonly to: LocalDate;
  readonly dayPart: DayPart;
}

/** Share of each weekday worked, Monday first, in millionths of a day: seven entries. */
export type Schedule = readonly number[];

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
