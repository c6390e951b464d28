import { formatMillionths, parseMillionths } from '#lib/millionths.ts';
import { eventType, eventTypes } from '#schemas/catalogue.ts';
import type { AnyEvent } from '#schemas/event.ts';
import type { Field, FieldKind, Fields } from '#schemas/fields.ts';

const eventByRecord = new Map(eventTypes.map((definition) => [definition.name, definition]));

/** The type of an event from its Avro record. RangeError when it is none of this version. */
export function typeOfRecord(name: string): string {
  const definition = eventByRecord.get(name);
  if (definition) return definition.type;
  throw new RangeError(`${name} is no event type of this version`);
}

/** Where an event came from has columns of its own. */
interface Origin {
  readonly mark: string;
  readonly source: string;
}

/** The event's own JSON, as publishers write it: amounts as decimal text, instants as RFC 3339. */
export function payloadOf({ name, value }: { name: string; value: Readonly<Record<string, unknown>> }): string {
  const fields: Fields = eventByRecord.get(name)?.fields ?? {};
  const { mark: _, source: __, ...own } = value;
  const entries = Object.entries(own).map(([field, held]) => [field, readable(fields[field], held)]);
  return JSON.stringify(Object.fromEntries(entries));
}

/**
 * The event in a row of `events`, whichever version of the type wrote it; undefined for a type that this version does
 * not know.
 */
export function readPayload(type: string, payload: string, { mark, source }: Origin): AnyEvent | undefined {
  const definition = eventType(type);
  if (!definition) return undefined;
  const origin = mark === '' ? { mark: null, source: null } : { mark, source };
  const written: Record<string, unknown> = { ...JSON.parse(payload), ...origin };
  const event: Record<string, unknown> = { type };
  for (const [name, field] of Object.entries<Field<unknown>>(definition.fields))
    event[name] = mapped(field, written[name] ?? field.fallback ?? null, exactKind);
  return event as unknown as AnyEvent;
}

const readable = (field: Field<unknown> | undefined, value: unknown): unknown =>
  field ? mapped(field, value, readableKind) : value;

function mapped({ kind, item }: Field<unknown>, value: unknown, convert: typeof exactKind): unknown {
  if (value === null) return null;
  return Array.isArray(value) ? value.map((element) => convert(item, element)) : convert(kind, value);
}

function readableKind(kind: FieldKind | undefined, value: unknown): unknown {
  if (kind === 'days') return formatMillionths(Number(value));
  return kind === 'instant' ? new Date(Number(value)).toISOString() : value;
}

function exactKind(kind: FieldKind | undefined, value: unknown): unknown {
  if (kind === 'days') return parseMillionths(String(value));
  return kind === 'instant' ? Date.parse(String(value)) : value;
}
