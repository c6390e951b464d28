import { type CountedDay, countDays, type Period } from '#domain/calendar.ts';
import { isHoliday } from '#domain/holidays.ts';
import type { Counting } from '#domain/leaveTypes.ts';
import type { PersonFacts } from './person.ts';
import type { CompanySettings } from './settings.ts';
import { holdsOn } from './timeline.ts';

/** The days of a period, counted under the person's schedule and the holidays of the person's region. */
export function daysOf(
  period: Period,
  counting: Counting,
  person: PersonFacts,
  { region, wartime }: CompanySettings,
): CountedDay[] {
  return countDays(period, counting, {
    scheduleOn: (day) => holdsOn(person.schedules, day),
    isHoliday: (day) => isHoliday(day, person.region ?? region, wartime),
  });
}
