import { memoryIds } from '#lib/avro/registry.ts';
import { Serde } from '#lib/avro/serde.ts';
import { eventTypes } from '#schemas/catalogue.ts';
import type { AmqpMessage } from '#schemas/reader/message.ts';
import { type Normalise, normaliser } from '../normalise.ts';

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
  ...more,
});

/** A serde without a registry that knows every event type. */
export async function serdeForTests(): Promise<Serde> {
  const serde = new Serde(memoryIds());
  await serde.register(eventTypes);
  return serde;
}

export const normaliseForTests = async (serde: Serde): Promise<Normalise> =>
  normaliser({ serde, partitions: 4, loginSecret: Buffer.from('a secret for tests') });
