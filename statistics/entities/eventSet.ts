import { canonical, isCreating } from '#domain/canonical.ts';
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
export const isComplete = (set: EventSet): boolean => set[0] !== undefined && isCreating(set[0]);
