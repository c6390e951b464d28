import { ukrainianRules } from '#domain/leaveRules.ts';
import type { LocalDate } from '#lib/dates.ts';
import type { Locale } from '#schemas/access/people.ts';
import { filled, type Plural, pluralOf } from '../common/mail/words.ts';
import { en } from './messages/en.ts';
import type { Messages } from './messages/messages.ts';
import { uk } from './messages/uk.ts';
import type { Period } from './periods.ts';
import { type Compared, differenceOf, type FigureName, figureUnits } from './report.ts';

const languages = { uk, en } as const;

/** How one language says numbers, days and names. */
export interface IntlShape {
  readonly language: Locale;
  readonly messages: Messages;
  number(value: number): string;
  /** `12`, `94 %`, `6 hr`; null: that there is none. */
  value(name: FigureName, value: number | null): string;
  /** `was 9 · +3` */
  change(name: FigureName, compared: Compared): string;
  hours(value: number): string;
  plural(forms: Plural, n: number): string;
  /** `16–22 November 2026` */
  period(period: Period): string;
  day(day: LocalDate): string;
  /** `Mon 16` */
  shortDay(day: LocalDate): string;
  /** `29 Jun` */
  dayOfYear(day: LocalDate): string;
  /** `June 2026` */
  month(day: LocalDate): string;
  instant(at: number, zone: string): string;
  /** A word of the company's own is said as it is. */
  leave(type: string | null): string;
  status(status: string): string;
}

const dates = (language: Locale, options: Intl.DateTimeFormatOptions, timeZone = 'UTC') =>
  new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, { ...options, timeZone });

const own = <T>(table: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined;

export function intlOf(language: Locale): IntlShape {
  const messages: Messages = languages[language];
  const long = dates(language, { day: 'numeric', month: 'long', year: 'numeric' });
  const medium = dates(language, { day: 'numeric', month: 'short', weekday: 'short' });
  const short = dates(language, { day: 'numeric', weekday: 'short' });
  const ofYear = dates(language, { day: 'numeric', month: 'short' });
  const month = dates(language, { month: 'short', year: 'numeric' });
  const number = (value: number) => new Intl.NumberFormat(language, { maximumFractionDigits: 1 }).format(value);
  return {
    language,
    messages,
    number,
    ...figureFormats(language, messages, number),
    plural: (forms, n) => pluralOf(forms, n, language, number(n)),
    period: ({ from, to }) => long.formatRange(Date.parse(from), Date.parse(to)),
    day: (day) => medium.format(Date.parse(day)),
    shortDay: (day) => short.format(Date.parse(day)),
    dayOfYear: (day) => ofYear.format(Date.parse(day)),
    month: (day) => month.format(Date.parse(day)),
    instant: (at, zone) => dates(language, { dateStyle: 'long', timeStyle: 'short' }, zone).format(at),
    leave: (type) => (type === null ? messages.absence : (own(ukrainianRules.types, type)?.name[language] ?? type)),
    status: (status) => own(messages.status, status) ?? status,
  };
}

const wholeDayHours = 24;

function figureFormats(
  language: Locale,
  messages: Messages,
  number: IntlShape['number'],
): Pick<IntlShape, 'value' | 'change' | 'hours'> {
  const percent = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 1 });
  const signs = new Intl.NumberFormat(language, { maximumFractionDigits: 1, signDisplay: 'exceptZero' });
  const signed = (amount: number) => signs.format(amount).replace('-', '−');
  const unit = (name: string, value: number) =>
    new Intl.NumberFormat(language, { style: 'unit', unit: name, maximumFractionDigits: 1 }).format(value);
  const hours = (value: number) =>
    value >= 2 * wholeDayHours ? unit('day', value / wholeDayHours) : unit('hour', value);
  const value: IntlShape['value'] = (name, amount) => {
    if (amount === null) return messages.noData;
    const kind = figureUnits[name];
    return kind === 'ratio' ? percent.format(amount) : kind === 'hours' ? hours(amount) : number(amount);
  };
  const differences = {
    ratio: (difference: number) => `${signed(difference * 100)} ${messages.percentagePoints}`,
    hours: (difference: number) => `${difference > 0 ? '+' : '−'}${hours(Math.abs(difference))}`,
    days: (difference: number) => signed(difference),
    count: (difference: number) => signed(difference),
  };
  const change: IntlShape['change'] = (name, compared) => {
    const difference = differenceOf(compared);
    if (compared.before === null) return messages.wasNothing;
    const was = filled(messages.was, { before: value(name, compared.before) });
    if (difference === null) return was;
    return `${was} · ${difference === 0 ? messages.same : differences[figureUnits[name]](difference)}`;
  };
  return { value, change, hours };
}
