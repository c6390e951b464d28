import type { Locale } from '#schemas/access/people.ts';
import { fill, type Messages, type PluralKey, segments, type TextKey, type Values } from './message.ts';
import { en } from './messages/en.ts';
import { uk } from './messages/uk.ts';

/**
 * What is known by now: the texts that all pages share, and those that were added. A page is drawn when its own are.
 */
const messages = { en: { ...en }, uk: { ...uk } } as Record<Locale, Messages>;

/** Adds texts in both languages, so that switching needs no waiting. */
export function addMessages(texts: { readonly en: object; readonly uk: object }): void {
  Object.assign(messages.en, texts.en);
  Object.assign(messages.uk, texts.uk);
}

const locales: Readonly<Record<Locale, string>> = { en: 'en-GB', uk: 'uk-UA' };
const hourMs = 3_600_000;

/** Everything the page says in one language and one time zone: texts, numbers, days, times. */
export type Speech = ReturnType<typeof speak>;

const utc = (day: string): Date => new Date(`${day}T00:00:00Z`);

function dates(locale: string, zone: string) {
  const of = (options: Intl.DateTimeFormatOptions, timeZone: string): Intl.DateTimeFormat =>
    new Intl.DateTimeFormat(locale, { ...options, timeZone });
  const day = of({ day: 'numeric', month: 'short', year: 'numeric' }, 'UTC');
  const dayAndMonth = of({ day: 'numeric', month: 'short' }, 'UTC');
  const weekday = of({ weekday: 'short', day: 'numeric', month: 'short' }, 'UTC');
  const shortWeekday = of({ weekday: 'short' }, 'UTC');
  const month = of({ month: 'long', year: 'numeric' }, 'UTC');
  const monthYear = of({ month: 'short', year: 'numeric' }, 'UTC');
  const shortMonth = of({ month: 'short' }, 'UTC');
  const time = of({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }, zone);
  const clock = of({ hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' }, zone);
  const moment = of(
    { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
    zone,
  );
  return {
    day: (value: string) => day.format(utc(value)),
    weekday: (value: string) => weekday.format(utc(value)),
    /** `Mon` and `23`, for narrow columns. */
    shortWeekday: (value: string) => shortWeekday.format(utc(value)),
    dayOfMonth: (value: string) => String(utc(value).getUTCDate()),
    month: (value: string) => month.format(utc(value)),
    shortMonth: (value: string) => shortMonth.format(utc(value)).replace('.', ''),
    monthYear: (value: string) => monthYear.format(utc(value)),
    range: (from: string, to: string) => day.formatRange(utc(from), utc(to)),
    /** Without the year, for days that nobody mistakes for another year's. */
    nearRange: (from: string, to: string, now: number) =>
      (Math.abs(utc(from).getTime() - now) < 300 * 24 * hourMs ? dayAndMonth : day).formatRange(utc(from), utc(to)),
    time: (ms: number) => time.format(ms),
    /** To the second. */
    clock: (ms: number) => clock.format(ms),
    moment: (ms: number) => moment.format(ms),
  };
}

function amounts(locale: string) {
  const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
  /** Ukrainian narrow hours look like grams. */
  const brief = locale.startsWith('uk') ? 'short' : 'narrow';
  const unit = (name: string, unitDisplay: 'long' | 'short' | 'narrow'): Intl.NumberFormat =>
    new Intl.NumberFormat(locale, { style: 'unit', unit: name, unitDisplay, maximumFractionDigits: 1 });
  const span = (value: number, display: 'long' | 'short' | 'narrow'): string =>
    (value < 48 ? unit('hour', display).format(value) : unit('day', display).format(value / 24)).replace(' ', '\u00a0');
  return {
    number: (value: number) => number.format(value),
    /** A share of one, `0.923` as `92.3 %`; a dash where nothing was counted. */
    percent: (value: number | null) => (value === null ? '–' : percent.format(value)),
    /** A number of hours: in hours below two days, else in days. */
    hours: (value: number | null) => (value === null ? '–' : span(value, 'long')),
    shortHours: (value: number) => span(value, brief),
  };
}

function relative(locale: string) {
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  return (ms: number, now: number): string => {
    const past = Math.max(0, now - ms);
    if (past < 60_000) return format.format(-Math.round(past / 1000), 'second');
    if (past < hourMs) return format.format(-Math.round(past / 60_000), 'minute');
    if (past < 24 * hourMs) return format.format(-Math.round(past / hourMs), 'hour');
    return format.format(-Math.round(past / (24 * hourMs)), 'day');
  };
}

function texts(
  language: Locale,
  locale: string,
  number: (value: number) => string,
  own: Readonly<Record<string, string>>,
) {
  const table = messages[language];
  const rules = new Intl.PluralRules(locale);
  const dictionary: Readonly<Record<string, unknown>> = table;
  function find(key: string, values: Values = {}): string | null {
    const known = dictionary[key];
    return typeof known === 'string' ? fill(known, values) : null;
  }
  return {
    text: (key: TextKey, values: Values = {}) => fill(table[key], values),
    sentence: (key: TextKey, values: Values = {}) => segments(table[key], values),
    plural: (key: PluralKey, count: number) => {
      const forms = table[key];
      const form = rules.select(count);
      const text = (form === 'zero' || form === 'two' ? undefined : forms[form]) ?? forms.other;
      return fill(text.replace('{count} ', '{count}\u00a0'), { count: number(count) });
    },
    /** The text of `prefix.word`, or the word itself where nobody has translated it. */
    word: (prefix: string, word: string) => own[`${prefix}.${word}`] ?? find(`${prefix}.${word}`) ?? word,
    /** The text of a key that may not exist: null. */
    find,
  };
}

/** The voice of the page in a language, with times in the company's zone and its own words, by key. */
export function speak(language: Locale, zone: string, own: Readonly<Record<string, string>> = {}) {
  const locale = locales[language];
  const numbers = amounts(locale);
  const list = new Intl.ListFormat(locale, { type: 'conjunction' });
  const either = new Intl.ListFormat(locale, { type: 'disjunction' });
  const collator = new Intl.Collator(locale, { numeric: true });
  return {
    language,
    locale,
    zone,
    ...texts(language, locale, numbers.number, own),
    ...numbers,
    ...dates(locale, zone),
    ago: relative(locale),
    list: (words: readonly string[]) => list.format(words),
    /** The words as a choice: `a, b or c`. */
    either: (words: readonly string[]) => either.format(words),
    compare: collator.compare,
  };
}
