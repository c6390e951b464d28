/** Calendar days, `YYYY-MM-DD`; text order is time order. */
export type Day = string;

/** A closed interval of days. */
export interface Period {
  readonly from: Day;
  readonly to: Day;
}

export const presets = ['this-month', 'last-3-months', 'last-12-months', 'this-year', 'last-year'] as const;
export type Preset = (typeof presets)[number];

export const isDay = (text: string): boolean => {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
};

const iso = (date: Date): Day => date.toISOString().slice(0, 10);
const parts = (day: Day): [year: number, month: number, date: number] => [
  Number(day.slice(0, 4)),
  Number(day.slice(5, 7)),
  Number(day.slice(8, 10)),
];

export const addDays = (day: Day, count: number): Day => {
  const [year, month, date] = parts(day);
  return iso(new Date(Date.UTC(year, month - 1, date + count)));
};

/** First day of the month `count` months after the month of `day`. */
export const monthStart = (day: Day, count = 0): Day => {
  const [year, month] = parts(day);
  return iso(new Date(Date.UTC(year, month - 1 + count, 1)));
};

export const monthEnd = (day: Day): Day => addDays(monthStart(day, 1), -1);

/** Monday of the week of `day`. */
export const weekStart = (day: Day): Day => addDays(day, -((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7));

/** Every day of [from; to]. */
export const eachDay = (from: Day, to: Day): readonly Day[] => {
  const days: Day[] = [];
  for (let day = from; day <= to; day = addDays(day, 1)) days.push(day);
  return days;
};

/** First days of the months that [from; to] touches. */
export const eachMonth = ({ from, to }: Period): readonly Day[] => {
  const months: Day[] = [];
  for (let month = monthStart(from); month <= to; month = monthStart(month, 1)) months.push(month);
  return months;
};

/** The calendar day of an instant in a time zone. */
export const dayIn = (ms: number, zone: string): Day =>
  new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(ms);

/** A preset seen from a day. Whole months, so that no bar of a chart is a cut-off month but the running one. */
export const periodOf = (preset: Preset, today: Day): Period => {
  const year = today.slice(0, 4);
  const last = String(Number(year) - 1);
  switch (preset) {
    case 'this-month':
      return { from: monthStart(today), to: monthEnd(today) };
    case 'last-3-months':
      return { from: monthStart(today, -2), to: monthEnd(today) };
    case 'last-12-months':
      return { from: monthStart(today, -11), to: monthEnd(today) };
    case 'this-year':
      return { from: `${year}-01-01`, to: `${year}-12-31` };
    case 'last-year':
      return { from: `${last}-01-01`, to: `${last}-12-31` };
  }
};
