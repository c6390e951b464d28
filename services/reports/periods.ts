import { addDays, type LocalDate, localDate, monthOf, weekday } from '#lib/dates.ts';
import type { Span } from './tables.ts';

/** A closed interval of days. */
export interface Period {
  readonly from: LocalDate;
  readonly to: LocalDate;
}

/** The days that a report tells of. */
export interface Periods {
  readonly current: Period;
  /** The one before, with which it is compared. */
  readonly before: Period;
  /** The newest, and those before it that it is seen among, the oldest first. */
  readonly lately: readonly Period[];
  /** The day of the report and the six that follow. */
  readonly ahead: Period;
}

/** How many periods a chart shows beside each other. */
const shown = { week: 8, month: 6 } as const satisfies Record<Span, number>;

/** The last whole week or month before the local day of an instant (epoch ms), the one before, and the days to come. */
export function periodsOf(span: Span, at: number, zone: string): Periods {
  const today = localDate(at, zone);
  const first = span === 'week' ? addDays(today, 1 - weekday(today)) : monthOf(today);
  const current = endingBefore(span, first);
  const lately = [current];
  for (let { from } = current; lately.length < shown[span]; ) {
    const period = endingBefore(span, from);
    lately.unshift(period);
    from = period.from;
  }
  const before = endingBefore(span, current.from);
  return { current, before, lately, ahead: { from: today, to: addDays(today, 6) } };
}

function endingBefore(span: Span, day: LocalDate): Period {
  const to = addDays(day, -1);
  return { from: span === 'week' ? addDays(day, -7) : monthOf(to), to };
}
