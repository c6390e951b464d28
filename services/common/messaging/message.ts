import type { Delivery } from '#lib/amqp/subscription.ts';
import { type Outcome, ok } from '#lib/outcome.ts';
import { hrQueue } from '#schemas/exchange.ts';
import { messageOf } from '#schemas/reader/message.ts';
import { readMessage } from '#schemas/reader/read.ts';
import type { Received } from './events.ts';

/**
 * Reads a delivery exactly as ingress does, which finds the same message in its own queue: the same events, the same
 * reasons.
 */
export function receive(delivery: Delivery, prefix: string): Outcome<Received> {
  const message = messageOf(delivery, hrQueue(prefix));
  const read = readMessage(message);
  if (read.kind !== 'ok') return read;
  const { event, written, traceparent = null } = read.value;
  return ok({
    id: event.eventId,
    mark: event.mark ?? '',
    type: event.type,
    source: written.source,
    subject: written.subject ?? null,
    time: event.occurredAt,
    timed: written.time !== undefined && written.time !== null,
    data: written.data,
    event,
    traceparent,
    inDoubt: message.identity.inDoubt && written.idSource === 'delivery',
  });
}
