import { isDeepStrictEqual } from 'node:util';
import { eventType } from './catalogue.ts';
import type { AnyEvent } from './event.ts';
import { blankData, blanked } from './redaction.ts';

/**
 * Events of one family and person with one more; the same list when it says nothing new. Of copies the later counts, as
 * compaction has it, blank once one of them was. A record of an earlier version has no mark: it is replaced by the next
 * one of its id, as its key is, and gives way to every marked one that says the same.
 */
export function withCopy(events: readonly AnyEvent[], event: AnyEvent): readonly AnyEvent[] {
  return isMarked(event) ? withMarked(events, event) : withUnmarked(events, event);
}

/** Whether a mark says what two events are; else their contents have to. */
export const isMarked = ({ mark }: AnyEvent): boolean => typeof mark === 'string';

function withMarked(events: readonly AnyEvent[], event: AnyEvent): readonly AnyEvent[] {
  const copies = events.filter((held) => (isMarked(held) ? held.mark === event.mark : saysTheSame(held, event)));
  const next = copies.some(({ redacted }) => redacted) ? blanked(event) : event;
  if (copies.length === 1 && copies[0] && isEqual(copies[0], next)) return events;
  return [...events.filter((held) => !copies.includes(held)), next];
}

function withUnmarked(events: readonly AnyEvent[], event: AnyEvent): readonly AnyEvent[] {
  const held = events.find((other) => !isMarked(other) && other.eventId === event.eventId);
  const others = events.filter((other) => other !== held);
  if (!others.some((other) => saysTheSame(event, other))) {
    const next = held?.redacted ? blanked(event) : event;
    return held && isEqual(held, next) ? events : [...others, next];
  }
  const loses = (other: AnyEvent) => event.redacted && !other.redacted && saysTheSame(event, other);
  const changes = held !== undefined || others.some(loses);
  return changes ? others.map((other) => (loses(other) ? blanked(other) : other)) : events;
}

type Data = Readonly<Record<string, unknown>>;

/**
 * Whether an event without a mark is the same as a marked one: id, type, time and all fields, but for what a redaction
 * took away.
 */
export function saysTheSame(unmarked: AnyEvent, marked: AnyEvent): boolean {
  const { eventId, type, occurredAt, redacted } = marked;
  if (unmarked.eventId !== eventId || unmarked.type !== type || unmarked.occurredAt !== occurredAt) return false;
  const shown = redacted || unmarked.redacted ? blankFields : fieldsOf;
  return isDeepStrictEqual(shown(unmarked), shown(marked));
}

const isEqual = (a: AnyEvent, b: AnyEvent): boolean => isDeepStrictEqual(partsOf(a), partsOf(b));

const partsOf = (event: AnyEvent): readonly unknown[] => [
  event.eventId,
  event.type,
  event.occurredAt,
  event.redacted,
  event.mark ?? null,
  event.source ?? null,
  fieldsOf(event),
];

/** The values of an event's own fields; one that its writer did not know is null. */
function fieldsOf(event: AnyEvent): Data {
  const names = eventType(event.type)?.ownFields ?? [];
  return Object.fromEntries(names.map((name) => [name, (event as unknown as Data)[name] ?? null]));
}

const blankFields = (event: AnyEvent): Data => blankData(event.type, fieldsOf(event));
