import { eventType } from '#schemas/catalogue.ts';
import { withCopy } from '#schemas/copies.ts';
import type { AnyEvent } from '#schemas/event.ts';

/** All that is known of one entity: its events, one per mark, in canonical order. Never changed in place. */
export type EventSet = readonly AnyEvent[];

export const noEvents: EventSet = [];

/** The set with one more event, or the same set when the event says nothing new; see schemas/copies.ts. */
export function withEvent(set: EventSet, event: AnyEvent): EventSet {
  const events = withCopy(set, event);
  return events === set ? set : canonical(events);
}

/** Whether the event that creates the entity has come. */
export const isComplete = (set: EventSet): boolean => set[0] !== undefined && rankOf(set[0]) === 0;

/** Canonical order: the creating event, then by `occurredAt`, lifecycle rank, event id, mark. */
export function canonical(events: readonly AnyEvent[]): EventSet {
  const ordered = events.toSorted(compareEvents);
  const creating = ordered.findIndex((event) => rankOf(event) === 0);
  return creating > 0 ? [...ordered.splice(creating, 1), ...ordered] : ordered;
}

const compareEvents = (a: AnyEvent, b: AnyEvent): number =>
  a.occurredAt - b.occurredAt ||
  rankOf(a) - rankOf(b) ||
  compareText(a.eventId, b.eventId) ||
  compareText(a.mark ?? '', b.mark ?? '');

const rankOf = (event: AnyEvent): number => eventType(event.type)?.rank ?? Number.MAX_SAFE_INTEGER;

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
