import type { LocalDate } from '#lib/dates.ts';

/** One change of a timeline, as an event told it. */
export interface Change {
  readonly eventId: string;
  readonly from: LocalDate;
  readonly value: string;
  /** The earlier change that this one corrects. */
  readonly voids: string | null;
  readonly occurredAt: number;
}

/** What holds on the closed interval of days [from; to]. */
export interface Span {
  readonly from: LocalDate;
  readonly to: LocalDate;
  readonly value: string;
  /** The change that says so. */
  readonly eventId: string;
}

export const beginning: LocalDate = '1900-01-01';
const end: LocalDate = '2299-12-31';

/** Changes in the order in which they count: by time, then by id. */
export const inOrder = (changes: readonly Change[]): Change[] =>
  changes.toSorted((a, b) => a.occurredAt - b.occurredAt || (a.eventId < b.eventId ? -1 : 1));

/** The changes that no other one corrects; a corrected one counts no more, whatever becomes of its correction. */
export function standing(changes: readonly Change[]): Change[] {
  const voided = new Set(changes.flatMap(({ voids, eventId }) => (voids === null || voids === eventId ? [] : [voids])));
  return inOrder(changes).filter(({ eventId, from }) => from === beginning || !voided.has(eventId));
}

/** What holds when; of two changes from one day the later one counts. The line folds the same events to the same days. */
export function spansOf(changes: readonly Change[], dayBefore: (day: LocalDate) => LocalDate): Span[] {
  const byDay = new Map(standing(changes).map((change) => [change.from, change]));
  const days = [...byDay.values()].toSorted((a, b) => (a.from < b.from ? -1 : 1));
  return days.map(({ from, value, eventId }, at) => {
    const next = days[at + 1];
    return { from, to: next ? dayBefore(next.from) : end, value, eventId };
  });
}

/** The span that covers a day; undefined before the first one. */
export const spanOn = (spans: readonly Span[], day: LocalDate): Span | undefined =>
  spans.find(({ from, to }) => from <= day && day <= to);
