import { beginning, byDay, type Change as ChangeOf, standing as standingOf } from '#domain/timeline.ts';
import { addDays, type LocalDate } from '#lib/dates.ts';

/** One change of a timeline, as an event told it. */
export interface Change extends ChangeOf<string> {
  readonly occurredAt: number;
  readonly mark?: string;
}

/** What holds on the closed interval of days [from; to]. */
export interface Span {
  readonly from: LocalDate;
  readonly to: LocalDate;
  readonly value: string;
  /** The change that says so, and who published it. */
  readonly eventId: string;
  readonly source?: string | null;
}

const end: LocalDate = '2299-12-31';

/** Changes in the order in which they count: by time, then by id, then by mark. */
export const inOrder = (changes: readonly Change[]): Change[] =>
  changes.toSorted((a, b) => a.occurredAt - b.occurredAt || (nameOf(a) < nameOf(b) ? -1 : 1));

const nameOf = ({ eventId, mark = '' }: Change): string => `${eventId} ${mark}`;

/** The changes that no other one corrects, in order; where somebody starts cannot be corrected. */
export function standing(changes: readonly Change[]): Change[] {
  const counting = new Set(standingOf(changes));
  return inOrder(changes).filter((change) => change.from === beginning || counting.has(change));
}

/** What holds when. The line folds the same events to the same days. */
export function spansOf(changes: readonly Change[]): Span[] {
  const days = byDay(standing(changes));
  return days.map(({ from, value, eventId, source = null }, at) => {
    const next = days[at + 1];
    return { from, to: next ? addDays(next.from, -1) : end, value, eventId, source };
  });
}

/** The span that covers a day; undefined before the first one. */
export const spanOn = (spans: readonly Span[], day: LocalDate): Span | undefined =>
  spans.find(({ from, to }) => from <= day && day <= to);
