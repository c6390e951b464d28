import { eachDay, weekday } from '#lib/dates.ts';
import type { LeaveRequest, SickNote } from '#services/vacation/answers.ts';
import { monthEnd, monthStart } from '../../data/calendar.ts';

/** What a day of somebody is. */
export type Mark = 'approved' | 'pending' | 'sick';

const standing: Readonly<Record<string, Mark>> = {
  approved: 'approved',
  cancellation_requested: 'approved',
  submitted: 'pending',
};

/** What each day of somebody is; of two the one that stands. */
export function marksOf(requests: readonly LeaveRequest[], notes: readonly SickNote[]): ReadonlyMap<string, Mark> {
  const marks = new Map<string, Mark>();
  for (const { status, from, to } of requests) {
    const mark = standing[status];
    if (mark !== undefined)
      for (const day of eachDay(from, to)) if (marks.get(day) !== 'approved') marks.set(day, mark);
  }
  for (const { status, from, to } of notes)
    if (status === 'reported') for (const day of eachDay(from, to)) marks.set(day, 'sick');
  return marks;
}

/** The first day of a month, January being 0. */
export const firstOf = (year: number, month: number): string => monthStart(`${year}-01-01`, month);

/** The weeks of a month, Monday first; null before its first day. */
export function weeksOf(year: number, month: number): (string | null)[][] {
  const first = firstOf(year, month);
  const lead = Array.from({ length: weekday(first) - 1 }, () => null);
  const cells = [...lead, ...eachDay(first, monthEnd(first))];
  return Array.from({ length: Math.ceil(cells.length / 7) }, (_, at) => cells.slice(at * 7, at * 7 + 7));
}
