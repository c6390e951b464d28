import { createHash } from 'node:crypto';
import type { Json } from '#lib/canonicalJson.ts';
import { eventType } from '#schemas/catalogue.ts';
import type { AnyEvent } from '#schemas/event.ts';
import { markOf } from '#schemas/mark.ts';

type Data = Readonly<Record<string, unknown>>;

/** A UUID that always is the same for the same text. */
export function idFor(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/**
 * An event as the line gets it from the source `/test`: `at` is RFC 3339, `data` what a publisher writes. Its id
 * follows from all of these unless `name` gives it one.
 */
export function happened(type: string, at: string, data: Data, name?: string, source = '/test'): AnyEvent {
  const definition = eventType(type);
  if (!definition) throw new Error(`no event type ${type}`);
  const fields = definition.json.parse(data) as Record<string, unknown>;
  const eventId = idFor(name ?? JSON.stringify([type, at, data]));
  const mark = markOf({ source, id: eventId, type, time: at, data: data as Readonly<Record<string, Json>> });
  const event = { ...fields, type, eventId, occurredAt: Date.parse(at), redacted: false, mark, source };
  return event as unknown as AnyEvent;
}

/** The event as a version wrote it that knew no marks. */
export const fromBefore = ({ mark: _, source: __, ...event }: AnyEvent): AnyEvent => event;

/** The copy of an event that an erasure leaves: every personal field blank. */
export function redacted(event: AnyEvent): AnyEvent {
  const fields = Object.entries(eventType(event.type)?.fields ?? {});
  const blanks = fields.filter(([, field]) => field.personal).map(([name]) => [name, null]);
  return { ...event, ...Object.fromEntries(blanks), redacted: true };
}
