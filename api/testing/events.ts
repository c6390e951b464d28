import { eventType } from '#schemas/catalogue.ts';
import type { AnyEvent } from '#schemas/event.ts';
import { payloadOf } from '#sinks/payload.ts';

/** The row of `events` that the sinks make of an event; `offset` is its place in the only partition of its topic. */
export function eventRow(event: AnyEvent, offset: number): Record<string, unknown> {
  const definition = eventType(event.type);
  if (!definition) throw new Error(`no event type ${event.type}`);
  const { type, ...value } = event;
  const at = new Date(event.occurredAt).toISOString().replace('Z', '');
  return {
    event_id: event.eventId,
    type,
    occurred_at: at,
    received_at: at,
    employee_id: event.employeeId,
    source: '/test',
    payload: payloadOf({ name: definition.name, value }),
    topic: definition.topic,
    partition: 0,
    offset,
    _version: String(offset),
  };
}
