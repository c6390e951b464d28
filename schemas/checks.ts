import { oneDay } from '#lib/millionths.ts';
import type { Fault } from './event.ts';

/** The longest absence that is believed, in days. */
const longestDays = 3660;

/** A period ends on or after its first day, and a part of a day is asked for a single day. */
export function checkPeriod(period: {
  from: string;
  to: string;
  dayPart: string;
  fraction?: number | null;
}): Fault | undefined {
  const days = (Date.parse(period.to) - Date.parse(period.from)) / 86_400_000 + 1;
  if (days < 1) return { field: 'to', message: `${period.to} is before the first day, ${period.from}` };
  if (days > longestDays) return { field: 'to', message: `${days} days are more than ${longestDays}` };
  if (period.dayPart !== 'full' && days !== 1) return { field: 'dayPart', message: 'part of a day needs a single day' };
  return checkFraction(period.fraction ?? null, days);
}

function checkFraction(fraction: number | null, days: number): Fault | undefined {
  if (fraction === null) return undefined;
  if (days !== 1) return { field: 'fraction', message: 'hours need a single day' };
  if (fraction > 0 && fraction <= oneDay) return undefined;
  return { field: 'fraction', message: 'more than nothing, at most a whole day' };
}

/** A schedule is seven shares from 0 to 1; none at all is allowed where it is optional. */
export function checkSchedule(data: { schedule: readonly number[] | null }): Fault | undefined {
  if (data.schedule === null) return undefined;
  if (data.schedule.length !== 7) return { field: 'schedule', message: 'needs seven shares, Monday first' };
  if (data.schedule.every((share) => share >= 0 && share <= oneDay)) return undefined;
  return { field: 'schedule', message: 'each share is from 0 to 1' };
}
