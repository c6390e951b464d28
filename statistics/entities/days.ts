import { type CountedDay, countDays, type Period } from '#domain/calendar.ts';
import type { Counting } from '#domain/counting.ts';
import { isHoliday } from '#domain/holidays.ts';
import { holdsOn } from '#domain/timeline.ts';
import type { PersonFacts } from './person.ts';
import type { CompanySettings } from './settings.ts';

interface Counted {
  readonly counting: Counting;
  readonly person: PersonFacts;
  readonly settings: CompanySettings;
  readonly days: readonly CountedDay[];
}

/** What was counted last of each period: several statistics ask for the same days. */
const lastCounted = new WeakMap<Period, Counted>();

/** The days of a period, counted under the person's schedule and the holidays of the person's region. */
export function daysOf(
  period: Period,
  counting: Counting,
  person: PersonFacts,
  settings: CompanySettings,
): readonly CountedDay[] {
  const last = lastCounted.get(period);
  if (last?.person === person && last.settings === settings && last.counting === counting) return last.days;
  const days = count(period, counting, person, settings);
  lastCounted.set(period, { counting, person, settings, days });
  return days;
}

const count = (period: Period, counting: Counting, person: PersonFacts, { region, wartime }: CompanySettings) =>
  countDays(period, counting, {
    scheduleOn: (day) => holdsOn(person.schedules, day),
    isHoliday: (day) => isHoliday(day, person.region ?? region, wartime),
  });
