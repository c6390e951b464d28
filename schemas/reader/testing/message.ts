import type { AmqpMessage } from '../message.ts';

/** When test messages are received. */
export const receivedAt = Date.parse('2026-11-02T09:00:00Z');

/** A message as RabbitMQ hands it over. */
export const message = (body: Buffer | string | object, more: Partial<AmqpMessage> = {}): AmqpMessage => ({
  body: Buffer.isBuffer(body) ? body : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
  properties: {},
  exchange: 'hr.events',
  routingKey: 'user.registered',
  queue: 'leaveline.events',
  redelivered: false,
  receivedAt,
  identity: { id: 'this delivery', receivedAt, inDoubt: false },
  ...more,
});
