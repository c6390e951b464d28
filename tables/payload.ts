import type { AvroField } from '#lib/avro/serde.ts';
import { formatMillionths, parseMillionths } from '#lib/millionths.ts';
import { eventType, eventTypes } from '#schemas/catalogue.ts';
import type { AnyEvent } from '#schemas/event.ts';
import type { Field, FieldKind, Fields } from '#schemas/fields.ts';
import { type FieldShape, shapeOf } from '#schemas/meaning.ts';

const eventByRecord = new Map(eventTypes.map((definition) => [definition.name, definition]));

export const isEventRecord = (name: string): boolean => eventByRecord.has(name);

/** The type of an event from its Avro record, or as a newer version names it beside. RangeError when nobody does. */
export function typeOfRecord(name: string, { ce_type }: Readonly<Record<string, string>> = {}): string {
  const type = eventByRecord.get(name)?.type ?? ce_type;
  if (type !== undefined) return type;
  throw new RangeError(`${name} is no event type of this version`);
}

/** Where an event came from has columns of its own. */
interface Origin {
  readonly mark: string;
  readonly source: string;
}

/** The event's own JSON, as publishers write it: amounts as decimal text, instants as RFC 3339. */
export function payloadOf({ name, value, newer = [] }: Written): string {
  const fields: Fields = eventByRecord.get(name)?.fields ?? {};
  const beyond = new Map(newer.map((field) => [field.name, field]));
  const { mark: _, source: __, ...own } = value;
  const entries = Object.entries(own).map(([field, held]) => {
    const shape = fields[field] ?? newerShape(beyond.get(field));
    return [field, readable(shape, held)];
  });
  return JSON.stringify(Object.fromEntries(entries));
}

interface Written {
  readonly name: string;
  readonly value: Readonly<Record<string, unknown>>;
  readonly newer?: readonly AvroField[];
}

function newerShape(field: AvroField | undefined): FieldShape | undefined {
  const shape = field && shapeOf(field.type);
  if (field && !shape) throw new RangeError(`${field.name} is of a type that this version cannot show`);
  return shape;
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

const readable = (field: FieldShape | undefined, value: unknown): unknown =>
  field ? mapped(field, value, readableKind) : value;

function mapped({ kind, item }: FieldShape, value: unknown, convert: typeof exactKind): unknown {
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
