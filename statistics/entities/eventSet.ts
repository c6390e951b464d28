import { eventType } from '#schemas/catalogue.ts';
import type { AnyEvent } from '#schemas/event.ts';

/** All that is known of one entity: its events, one per id, in canonical order. Never changed in place. */
export type EventSet = readonly AnyEvent[];

export const noEvents: EventSet = [];

/**
 * The set with one more event, or the same set when the event is a copy that does not win: of copies of one id a
 * redacted one wins, else the one with the smallest (`occurredAt`, content).
 */
export function withEvent(set: EventSet, event: AnyEvent): EventSet {
  const at = set.findIndex(({ eventId }) => eventId === event.eventId);
  const held = set[at];
  if (held === undefined) return canonical([...set, event]);
  return compareCopies(held, event) <= 0 ? set : canonical(set.with(at, event));
}

/** Negative when the copy `a` wins over the copy `b`, 0 when they say the same. */
export function compareCopies(a: AnyEvent, b: AnyEvent): number {
  if (a.redacted !== b.redacted) return a.redacted ? -1 : 1;
  return a.occurredAt - b.occurredAt || compareText(content(a), content(b));
}

/** Whether the event that creates the entity has come. */
export const isComplete = (set: EventSet): boolean => set[0] !== undefined && rankOf(set[0]) === 0;

/** Canonical order: the creating event, then by `occurredAt`, lifecycle rank, event id. */
export function canonical(events: readonly AnyEvent[]): EventSet {
  const ordered = events.toSorted(compareEvents);
  const creating = ordered.findIndex((event) => rankOf(event) === 0);
  return creating > 0 ? [...ordered.splice(creating, 1), ...ordered] : ordered;
}

const compareEvents = (a: AnyEvent, b: AnyEvent): number =>
  a.occurredAt - b.occurredAt || rankOf(a) - rankOf(b) || compareText(a.eventId, b.eventId);

const rankOf = (event: AnyEvent): number => eventType(event.type)?.rank ?? Number.MAX_SAFE_INTEGER;

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The event's fields in the order of their names, so that the writer's schema version does not matter. */
const content = (event: AnyEvent): string =>
  JSON.stringify(Object.entries(event).toSorted(([a], [b]) => compareText(a, b)));
