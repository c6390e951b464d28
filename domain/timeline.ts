import type { LocalDate } from '#lib/dates.ts';

/** What holds from a day on. */
export interface Since<T> {
  readonly from: LocalDate;
  readonly value: T;
}

/** A change that an event announces; changes come in canonical order. */
export interface Change<T> extends Since<T> {
  readonly eventId: string;
  /** Who published it; missing where an earlier version wrote it down. */
  readonly source?: string | null;
  /** The earlier change that this one corrects, by its id … */
  readonly voids: string | null;
  /** … and its source; missing: its own. */
  readonly voidsSource?: string | null;
}

/** The first day there is: what holds before the first change. */
export const beginning: LocalDate = '1900-01-01';

/** The changes that no other one corrects; a corrected one counts no more, whatever becomes of its correction. */
export function standing<C extends Change<unknown>>(changes: readonly C[]): C[] {
  const corrections = changes.filter(({ voids, eventId }) => voids !== null && voids !== eventId);
  return changes.filter((change) => !corrections.some((correction) => isOf(correction, change)));
}

/** An id names an event within its source; a source that was not written down may be any. */
function isOf({ voids, voidsSource, source }: Change<unknown>, corrected: Change<unknown>): boolean {
  const by = voidsSource ?? source ?? null;
  const of = corrected.source ?? null;
  return voids === corrected.eventId && (by === of || by === null || of === null);
}

/** Changes that stand, by their first day; of two from one day the one that comes later in canonical order. */
export function byDay<C extends Change<unknown>>(changes: readonly C[]): C[] {
  const days = new Map(changes.map((change) => [change.from, change]));
  return [...days.values()].toSorted((a, b) => (a.from < b.from ? -1 : 1));
}

/** What holds when: `start` from the beginning, then the changes. Never empty. */
export function timeline<T>(start: T, changes: readonly Change<T>[]): readonly Since<T>[] {
  const held = byDay(standing(changes)).map(({ from, value }) => ({ from, value }));
  return held[0]?.from === beginning ? held : [{ from: beginning, value: start }, ...held];
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
