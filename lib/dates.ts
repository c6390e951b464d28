/** A calendar day, `YYYY-MM-DD`, without a time zone. Compares as text. */
export type LocalDate = string;

const dayMs = 86_400_000;

/** The days that were asked for so far, both ways; at most those of the years that anybody names. */
const texts = new Map<number, LocalDate>();
const numbers = new Map<LocalDate, number>();

/** Days since 1970-01-01 of a local date: the Avro `date`. NaN when it is none. */
export function epochDay(date: LocalDate): number {
  const known = numbers.get(date);
  if (known !== undefined) return known;
  const days = Date.parse(`${date}T00:00:00Z`) / dayMs;
  if (Number.isInteger(days) && date.length === 10) numbers.set(date, days);
  return days;
}

/** The local date that lies `days` after 1970-01-01. */
export function fromEpochDay(days: number): LocalDate {
  const known = texts.get(days);
  if (known !== undefined) return known;
  const text = new Date(days * dayMs).toISOString().slice(0, 10);
  texts.set(days, text);
  return text;
}

export const addDays = (date: LocalDate, days: number): LocalDate => fromEpochDay(epochDay(date) + days);

/** Whole days from `from` to `to`; negative when `to` is earlier. */
export const daysBetween = (from: LocalDate, to: LocalDate): number => epochDay(to) - epochDay(from);

/** Every day of the closed interval [from; to]; none when `to` is earlier. */
export function* eachDay(from: LocalDate, to: LocalDate): Generator<LocalDate> {
  const last = epochDay(to);
  for (let day = epochDay(from); day <= last; day++) yield fromEpochDay(day);
}

/** 1 = Monday … 7 = Sunday (ISO 8601). */
export const weekday = (date: LocalDate): number => ((((epochDay(date) + 3) % 7) + 7) % 7) + 1;

/** The first day of the date's month. */
export const monthOf = (date: LocalDate): LocalDate => `${date.slice(0, 7)}-01`;

/** Whether the text is a day that exists: 2026-02-29 is none. */
export const isLocalDate = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(epochDay(text)) && fromEpochDay(epochDay(text)) === text;

const formats = new Map<string, Intl.DateTimeFormat>();

function formatFor(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' });
  formats.set(zone, made);
  return made;
}

/** The calendar day that an instant (epoch ms) falls on in a zone (`Europe/Kyiv`). RangeError for an unknown zone. */
export const localDate = (instant: number, zone: string): LocalDate => formatFor(zone).format(instant);

/** Whether there is such a time zone of IANA. */
export function isZone(zone: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: zone })) && !/^[+-]/.test(zone);
  } catch {
    return false;
  }
}
