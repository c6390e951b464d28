import Holidays from 'date-holidays';
import library from 'date-holidays/package.json' with { type: 'json' };
import type { LocalDate } from '#lib/dates.ts';

/** Days on which public holidays are suspended, as in Ukraine under martial law; `to` null: still. */
export interface Wartime {
  readonly from: LocalDate;
  readonly to: LocalDate | null;
}

/** Martial law in Ukraine: law 2136-IX suspends the article that names the holidays, in force since 24 March 2022. */
export const martialLaw: Wartime = { from: '2022-03-24', to: null };

/** A correction of the library's calendar: a day of the year that is, or is no, public holiday from a day on. */
interface Override {
  readonly region: string;
  /** `MM-DD`. */
  readonly day: string;
  readonly change: 'add' | 'remove';
  readonly validFrom: LocalDate;
  readonly source: string;
}

const labourCode = 'Labour Code of Ukraine, article 73';

/** `date-holidays` has no rule for 8 May, still has 9 May, and passes transferred days off as holidays. */
const overrides: readonly Override[] = [
  ...['01-02', '03-09', '03-10', '07-16', '07-17', '12-26', '12-27'].map((day) => ({
    region: 'UA',
    day,
    change: 'remove' as const,
    validFrom: '1900-01-01',
    source: labourCode,
  })),
  { region: 'UA', day: '05-09', change: 'remove', validFrom: '2024-01-01', source: 'Law 3107-IX' },
  { region: 'UA', day: '05-08', change: 'add', validFrom: '2024-01-01', source: 'Law 3107-IX' },
];

/**
 * Names the holidays that this calendar gives: other text, other days. Raise the number with every change of
 * `overrides`.
 */
export const calendarVersion = `date-holidays ${library.version}, overrides 1`;

/** Where a transferred day off is no holiday that shortens leave. */
const withoutSubstitutes = new Set(['UA']);

const years = new Map<string, ReadonlySet<LocalDate>>();

/** The public holidays of a year in a region (ISO 3166: `UA`, `DE-BY`); none for a region the library does not know. */
export function holidaysOf(region: string, year: number): ReadonlySet<LocalDate> {
  const name = `${region} ${year}`;
  const known = years.get(name);
  if (known) return known;
  const made = corrected(region, year);
  years.set(name, made);
  return made;
}

/** Whether a day is a public holiday in a region; none is one in Ukraine while `wartime` lasts. */
export const isHoliday = (day: LocalDate, region: string, wartime: Wartime | null): boolean =>
  !(wartime && countryOf(region) === 'UA' && day >= wartime.from && (wartime.to === null || day <= wartime.to)) &&
  holidaysOf(region, Number(day.slice(0, 4))).has(day);

const countryOf = (region: string): string => region.slice(0, 2);

function corrected(region: string, year: number): ReadonlySet<LocalDate> {
  const country = countryOf(region);
  const days = new Set(publicDays(region, year, !withoutSubstitutes.has(country)));
  for (const { day, change } of overrides.filter((rule) => appliesTo(rule, country, year))) {
    if (change === 'add') days.add(`${year}-${day}`);
    else days.delete(`${year}-${day}`);
  }
  return days;
}

const appliesTo = (rule: Override, country: string, year: number): boolean =>
  rule.region === country && `${year}-${rule.day}` >= rule.validFrom;

function publicDays(region: string, year: number, substitutes: boolean): LocalDate[] {
  const [country = '', state = '', part = ''] = region.split('-');
  return new Holidays(country, state, part, { types: ['public'] })
    .getHolidays(year)
    .filter((holiday) => substitutes || !holiday.substitute)
    .map((holiday) => holiday.date.slice(0, 10));
}
