import type { LocalDate } from '#lib/dates.ts';

/** What holds from a day on. */
export interface Since<T> {
  readonly from: LocalDate;
  readonly value: T;
}

/** A change that an event announces; changes come in canonical order. */
export interface Change<T> extends Since<T> {
  readonly eventId: string;
  /** The earlier change that this one corrects. */
  readonly voids: string | null;
}

/** The first day there is: what holds before the first change. */
export const beginning: LocalDate = '1900-01-01';

/**
 * What holds when: `start` from the beginning, then the changes by their first day, and of two from one day the one
 * that comes later in canonical order. A corrected change counts no more, whatever becomes of its correction.
 */
export function timeline<T>(start: T, changes: readonly Change<T>[]): readonly Since<T>[] {
  const voided = new Set(changes.filter(({ voids, eventId }) => voids !== eventId).map(({ voids }) => voids));
  const standing = new Map<LocalDate, T>([[beginning, start]]);
  for (const { eventId, from, value } of changes) if (!voided.has(eventId)) standing.set(from, value);
  return [...standing].map(([from, value]) => ({ from, value })).toSorted((a, b) => (a.from < b.from ? -1 : 1));
}

/** What holds on a day; the timeline is never empty. */
export function holdsOn<T>(entries: readonly Since<T>[], day: LocalDate): T {
  for (let at = entries.length - 1; at > 0; at--) {
    const entry = entries[at];
    if (entry && entry.from <= day) return entry.value;
  }
  const [first] = entries;
  if (!first) throw new RangeError('an empty timeline');
  return first.value;
}
