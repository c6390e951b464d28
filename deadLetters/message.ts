import type { KafkaRecord } from '#lib/kafka/record.ts';
import type { AmqpMessage, MessageProperties } from '#schemas/reader/message.ts';

/** The properties that a letter keeps of its message. */
export const propertiesIn = (headers: KafkaRecord['headers']): MessageProperties =>
  JSON.parse(headers.amqp_properties ?? '{}', bytesFromBase64);

function bytesFromBase64(_name: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const { base64, ...others } = value as { base64?: unknown };
  return typeof base64 === 'string' && Object.keys(others).length === 0 ? Buffer.from(base64, 'base64') : value;
}

/** When the message of a letter was received first, epoch ms. */
export const receivedAtIn = ({ amqp_received_at, dead_timestamp }: KafkaRecord['headers']): number =>
  Number(amqp_received_at ?? dead_timestamp);

/**
 * Letters of earlier versions have no identity of their delivery; this is theirs alone, and the same in each replay.
 */
export const deliveryIdIn = ({ headers, key }: Pick<KafkaRecord, 'headers' | 'key'>): string =>
  headers.amqp_delivery_id ?? `${headers.dead_timestamp}/${key}`;

/** The message of RabbitMQ that became this letter. */
export function messageIn({ headers, key, value }: KafkaRecord): AmqpMessage {
  const receivedAt = receivedAtIn(headers);
  return {
    body: value ?? Buffer.alloc(0),
    properties: propertiesIn(headers),
    exchange: headers.amqp_exchange ?? '',
    routingKey: headers.amqp_routing_key ?? '',
    queue: headers.amqp_queue ?? '',
    redelivered: headers.amqp_redelivered === 'true',
    receivedAt,
    identity: { id: deliveryIdIn({ headers, key }), receivedAt, inDoubt: false },
  };
}
