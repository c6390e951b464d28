import { createHash } from 'node:crypto';
import type { AmqpMessage } from './message.ts';

/**
 * Where an event's id came from. The publisher gives the first two. `content_hash`: the way, the timestamp and the
 * bytes of the message; `delivery`: the message has no timestamp either, so each delivery is an event; `same_text`: the
 * same text is the same event.
 */
export type IdSource = 'cloudevents' | 'message_id' | 'content_hash' | 'delivery' | 'same_text';

const namespace = Buffer.from('6ba7b8119dad11d180b400c04fd430c8', 'hex');
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The id as it is when it is a UUID; else UUIDv5 (RFC 9562, URL namespace) of the JSON text `["<source>","<id>"]`. */
export function eventIdOf(source: string, id: string): string {
  const lower = id.toLowerCase();
  if (uuid.test(lower)) return lower;
  const hash = createHash('sha1')
    .update(namespace)
    .update(JSON.stringify([source, id]))
    .digest();
  hash.writeUInt8((hash.readUInt8(6) & 0x0f) | 0x50, 6);
  hash.writeUInt8((hash.readUInt8(8) & 0x3f) | 0x80, 8);
  return hash.toString('hex', 0, 16).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/**
 * For messages that carry no id but a timestamp: equal bytes of one timestamp by the same way have the same id.
 * SHA-256, hexadecimal.
 */
export const contentHash = ({ queue, exchange, routingKey, properties, body }: AmqpMessage): string =>
  createHash('sha256')
    .update(JSON.stringify([queue, exchange, routingKey, properties.timestamp]))
    .update(body)
    .digest('hex');

/** For publishers who say nothing twice: equal bytes in one queue have the same id. SHA-256, hexadecimal. */
export const textHash = ({ queue, routingKey, body }: AmqpMessage): string =>
  createHash('sha256').update(`${queue}|${routingKey}|`).update(body).digest('hex');
