import { addDays, eachDay, type LocalDate, weekday } from '#lib/dates.ts';
import { isHoliday } from './holidays.ts';
import type { LeaveRules } from './leaveRules.ts';

/** Monday to Friday without the holidays of the company's region. */
const isBusinessDay = (day: LocalDate, { region, wartime }: Pick<LeaveRules, 'region' | 'wartime'>): boolean =>
  weekday(day) <= 5 && !isHoliday(day, region, wartime);

/** Business days after `from`, up to `to` included: from a Friday to the next Monday it is one. */
export const businessDaysBetween = (
  from: LocalDate,
  to: LocalDate,
  rules: Pick<LeaveRules, 'region' | 'wartime'>,
): number => eachDay(addDays(from, 1), to).reduce((sum, day) => sum + (isBusinessDay(day, rules) ? 1 : 0), 0);
