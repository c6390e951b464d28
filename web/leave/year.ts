import type { LeaveRequest, SickNote } from './contract.ts';

/** What a day of somebody is. */
export type Mark = 'approved' | 'pending' | 'sick';

const DAY = 86_400_000;
const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** Every day from the first to the last. */
const daysBetween = (from: string, to: string): string[] => {
  const days: string[] = [];
  for (let at = Date.parse(from); at <= Date.parse(to); at += DAY) days.push(dayOf(at));
  return days;
};

const standing: Readonly<Record<string, Mark>> = {
  approved: 'approved',
  cancellation_requested: 'approved',
  submitted: 'pending',
};

/** What each day of somebody is; of two the one that stands. */
export const marksOf = (requests: readonly LeaveRequest[], notes: readonly SickNote[]): ReadonlyMap<string, Mark> => {
  const marks = new Map<string, Mark>();
  for (const { status, from, to } of requests) {
    const mark = standing[status];
    if (mark !== undefined)
      for (const day of daysBetween(from, to)) if (marks.get(day) !== 'approved') marks.set(day, mark);
  }
  for (const { status, from, to } of notes)
    if (status === 'reported') for (const day of daysBetween(from, to)) marks.set(day, 'sick');
  return marks;
};

/** The first day of a month, January being 0. */
export const firstOf = (year: number, month: number): string => dayOf(Date.UTC(year, month, 1));

/** The weeks of a month, Monday first; null before its first day. */
export const weeksOf = (year: number, month: number): (string | null)[][] => {
  const first = Date.UTC(year, month, 1);
  const lead = (new Date(first).getUTCDay() + 6) % 7;
  const count = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const cells = [...Array<null>(lead).fill(null), ...Array.from({ length: count }, (_, at) => dayOf(first + at * DAY))];
  return Array.from({ length: Math.ceil(cells.length / 7) }, (_, at) => cells.slice(at * 7, at * 7 + 7));
};
