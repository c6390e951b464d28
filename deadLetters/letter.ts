import { createHash } from 'node:crypto';
import { type Failure, failureHeaders, replaysHeader } from '#lib/deadLetter.ts';
import { partitionFor } from '#lib/kafka/murmur2.ts';
import type { OutgoingRecord } from '#lib/kafka/producer.ts';
import type { AmqpMessage } from '#schemas/reader/message.ts';
import { deadLetterTopic } from '#schemas/topics.ts';

export interface LetterOptions {
  /** Which bridge gave up, for people. */
  readonly bridge: string;
  /** Partitions of `hr.dead-letters`. */
  readonly partitions: number;
}

/** Bodies up to this are kept whole in Kafka; the topic takes 20 MiB a message, headers included. */
export const maxLetterBytes = 20 * 1024 * 1024 - 512 * 1024;
/** What Kafka keeps of a body that is parked in RabbitMQ. */
const parkedBytes = 64 * 1024;
const maxHeaderBytes = 256 * 1024;

/** Whether the body is too large for Kafka, so that it has to be parked. */
export const needsParking = ({ body }: AmqpMessage): boolean => body.length > maxLetterBytes;

/** The SHA-256 of a body, hexadecimal; also the name of a parked one. */
export const bodyHash = (body: Buffer): string => createHash('sha256').update(body).digest('hex');

/**
 * The dead letter of a message: its bytes as they came, and in headers everything a replay needs. Copies of one message
 * have the same key and partition. The value of a `parked` one is the first 64 KiB.
 */
export function letterOf(
  message: AmqpMessage,
  failure: Failure,
  { bridge, partitions }: LetterOptions,
  parked = needsParking(message),
): OutgoingRecord {
  const key = bodyHash(message.body);
  return {
    topic: deadLetterTopic,
    partition: partitionFor(key, partitions),
    key,
    value: parked ? message.body.subarray(0, parkedBytes) : message.body,
    headers: {
      ...failureHeaders(failure, {
        stage: 'ingress',
        timestamp: message.receivedAt,
        replays: message.properties.headers?.[replaysHeader],
      }),
      dead_by: bridge,
      ...(parked ? { dead_parked: 'true', dead_size: String(message.body.length), dead_sha256: key } : {}),
      amqp_exchange: message.exchange,
      amqp_routing_key: message.routingKey,
      amqp_queue: message.queue,
      amqp_redelivered: String(message.redelivered),
      amqp_delivery_id: message.identity.id,
      amqp_received_at: String(message.identity.receivedAt),
      amqp_delivery_count: String(message.properties.headers?.['x-delivery-count'] ?? 0),
      amqp_properties: propertiesText(message),
    },
  };
}

/** Properties as JSON; bytes in them as `{"base64": …}`. Headers beyond 256 KiB are left out. */
function propertiesText({ properties }: AmqpMessage): string {
  const set = Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== undefined));
  const text = JSON.stringify(set, bytesAsBase64);
  return text.length <= maxHeaderBytes ? text : JSON.stringify({ ...set, headers: { 'x-left-out': text.length } });
}

const bytesAsBase64 = (_name: string, value: unknown): unknown =>
  isBufferJson(value) ? { base64: Buffer.from(value.data).toString('base64') } : value;

/** JSON.stringify calls a Buffer's own toJSON before it asks us. */
const isBufferJson = (value: unknown): value is { data: number[] } =>
  typeof value === 'object' && value !== null && (value as { type?: unknown }).type === 'Buffer' && 'data' in value;
