import type { LocalDate } from '#lib/dates.ts';
import { monthEnd, monthStart, type Period } from '../../data/calendar.ts';

export const presets = ['this-month', 'last-3-months', 'last-12-months', 'this-year', 'last-year'] as const;
export type Preset = (typeof presets)[number];

/** A preset seen from a day. Whole months, so that no bar of a chart is a cut-off month but the running one. */
export function periodOf(preset: Preset, today: LocalDate): Period {
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
}
