import { eventType } from '#schemas/catalogue.ts';
import type { AnyEvent } from '#schemas/event.ts';

/** Canonical order of an entity's events: the creating one, then by `occurredAt`, lifecycle rank, event id, mark. */
export function canonical<E extends AnyEvent>(events: readonly E[]): readonly E[] {
  const ordered = events.toSorted(compareEvents);
  const creating = ordered.findIndex(isCreating);
  return creating > 0 ? [...ordered.splice(creating, 1), ...ordered] : ordered;
}

/** Whether an entity begins with it. */
export const isCreating = (event: AnyEvent): boolean => rankOf(event) === 0;

const compareEvents = (a: AnyEvent, b: AnyEvent): number =>
  a.occurredAt - b.occurredAt ||
  rankOf(a) - rankOf(b) ||
  compareText(a.eventId, b.eventId) ||
  compareText(a.mark ?? '', b.mark ?? '');

const rankOf = (event: AnyEvent): number => eventType(event.type)?.rank ?? Number.MAX_SAFE_INTEGER;

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
