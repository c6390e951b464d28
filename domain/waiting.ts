import type { LocalDate } from '#lib/dates.ts';
import { businessDaysBetween } from './businessDays.ts';
import type { RequestCommand } from './decide.ts';
import type { LeaveRules } from './leaveRules.ts';
import type { Request } from './request.ts';

/**
 * What the clock wants of a request that waits: it expires after so many business days, or when its last day is over;
 * before, reminders.
 */
export function dueOf(
  state: Request,
  since: LocalDate,
  today: LocalDate,
  rules: LeaveRules,
): RequestCommand | undefined {
  if (state.status !== 'submitted') return undefined;
  const waited = businessDaysBetween(since, today, rules);
  const { businessDays, reminders } = rules.expiry;
  if (waited >= businessDays || (today > state.to && since <= state.to)) return { name: 'expire' };
  const due = reminders.filter((day) => day <= waited).at(-1);
  if (due === undefined || state.reminded.some((day) => day >= due)) return undefined;
  return { name: 'remind', businessDays: due };
}
