import { formatMillionths } from '#lib/millionths.ts';
import { eventType } from '#schemas/catalogue.ts';
import type { AnyEvent, EventDefinition, EventOf } from '#schemas/event.ts';
import type { FieldKind } from '#schemas/fields.ts';

/** What an event type is told, in TypeScript's values: instants in epoch ms, days in millionths. */
export type DataOf<D> = Omit<EventOf<D>, 'eventId' | 'occurredAt' | 'redacted' | 'type'>;

type Json = Readonly<Record<string, unknown>>;

/** An event that is to be published, before it has an id and a time. */
export interface Draft {
  readonly definition: EventDefinition;
  /** What it happened to: order is kept within it. */
  readonly aggregate: { readonly type: string; readonly id: string };
  readonly data: Json;
}

/** `draft(submitted, { type: 'request', id }, { employeeId, … })`. */
export function draft<D extends EventDefinition>(definition: D, aggregate: Draft['aggregate'], data: DataOf<D>): Draft {
  return { definition, aggregate, data: data as Json };
}

/**
 * The data as it goes over the wire: instants as RFC 3339, days as decimal text; fields that the type does not name are
 * left out.
 */
export function toJson({ fields, ownFields }: EventDefinition, data: Json): Json {
  const known = ownFields.filter((name) => data[name] !== undefined);
  return Object.fromEntries(known.map((name) => [name, wire(fields[name]?.kind, fields[name]?.item, data[name])]));
}

function wire(kind: FieldKind | undefined, item: FieldKind | undefined, value: unknown): unknown {
  if (value === null) return null;
  if (kind === 'instant') return new Date(Number(value)).toISOString();
  if (kind === 'days') return formatMillionths(Number(value));
  if (kind === 'list') return (value as readonly unknown[]).map((inner) => wire(item, undefined, inner));
  return value;
}

/**
 * An event of known type from its data on the wire; undefined when the type is unknown, null when the data is not what
 * it allows.
 */
export function fromJson(type: string, id: string, time: number, data: Json): AnyEvent | undefined | null {
  const definition = eventType(type);
  if (!definition) return undefined;
  const read = definition.json.safeParse(data);
  if (!read.success) return null;
  return { redacted: false, ...(read.data as Json), type, eventId: id, occurredAt: time } as unknown as AnyEvent;
}

/** An event as it came from RabbitMQ. */
export interface Received {
  /** As it is in Kafka. */
  readonly id: string;
  /** Of what its publisher wrote: a copy has the same. */
  readonly mark: string;
  readonly type: string;
  readonly source: string;
  readonly subject: string | null;
  /** Epoch ms; of its receipt where its publisher gives none. */
  readonly time: number;
  readonly timed: boolean;
  /** The data as it came. */
  readonly data: Json;
  /** Read by its type, which narrows it to that type's `EventOf`. */
  readonly event: AnyEvent;
  readonly traceparent: string | null;
  /**
   * Another process may have had it, under another id: its message says nothing by which it could be told from others.
   */
  readonly inDoubt: boolean;
}
