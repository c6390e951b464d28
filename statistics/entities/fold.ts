import type { AnyEvent } from '#schemas/event.ts';
import { type EventSet, isComplete } from './eventSet.ts';

/** Beside the state of an entity: ids of events that it did not allow. */
export interface Illegal {
  readonly illegal: readonly string[];
}

/** What an entity's events leave, by the rules of the domain; undefined until the one that creates it has come. */
export function fold<S extends object, E extends AnyEvent>(
  events: EventSet,
  evolve: (state: S | null, event: E) => S | null | undefined,
): (S & Illegal) | undefined {
  if (!isComplete(events)) return undefined;
  const illegal: string[] = [];
  let state: S | null = null;
  for (const event of events as readonly AnyEvent[] as readonly E[]) {
    const next = evolve(state, event);
    if (next) state = next;
    else illegal.push(event.eventId);
  }
  return state ? { ...(state as S), illegal } : undefined;
}
