import type { AnyEvent, EventDefinition, EventOf } from '#schemas/event.ts';

/** What an event type is told, in TypeScript's values: instants in epoch ms, days in millionths. */
export type DataOf<D> = Omit<EventOf<D>, 'eventId' | 'occurredAt' | 'redacted' | 'type'>;

/** An event that is to be published, before it has an id and a time. */
export interface Draft {
  readonly definition: EventDefinition;
  /** What it happened to: order is kept within it. */
  readonly aggregate: { readonly type: string; readonly id: string };
  readonly data: Readonly<Record<string, unknown>>;
}

/** `draft(submitted, { type: 'request', id }, { employeeId, … })`. */
export function draft<D extends EventDefinition>(definition: D, aggregate: Draft['aggregate'], data: DataOf<D>): Draft {
  return { definition, aggregate, data: data as Readonly<Record<string, unknown>> };
}

/** An event as it came from RabbitMQ. */
export interface Received {
  readonly id: string;
  readonly type: string;
  readonly source: string;
  readonly subject: string | null;
  /** Epoch ms. */
  readonly time: number;
  /** The data as it came. */
  readonly data: Readonly<Record<string, unknown>>;
  /** Read by its type, for `isEvent(registered, received.event)`; null when schemas/ does not know the type. */
  readonly event: AnyEvent | null;
  readonly traceparent: string | null;
  /** The message's bytes. */
  readonly body: Buffer;
}
