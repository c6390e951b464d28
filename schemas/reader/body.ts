import { dead, type Outcome } from '#lib/outcome.ts';
import { decodeText } from './charset.ts';
import { decompress, encodingOf } from './compression.ts';
import { type JsonObject, parseObject } from './json.ts';
import type { AmqpMessage, MessageProperties } from './message.ts';

/**
 * An event of more JSON is none; it is not even parsed. Kafka's standard limit of a message is 1 MiB, and an Avro
 * record is never larger than its JSON in UTF-8, but for the attributes that travel as headers.
 */
const maxJsonBytes = 850_000;
/** JSON of that size in UTF-16. */
const maxBytes = 2 * maxJsonBytes;

/** The JSON object that a message's body is: decompressed, decoded and parsed. */
export function readBody({ body, properties }: AmqpMessage): Outcome<JsonObject> {
  const { codecs, others } = encodingOf(properties);
  const bytes = decompress(body, codecs, maxBytes);
  return bytes.kind === 'ok' ? readJson(bytes.value, properties, others) : bytes;
}

/** The JSON object of uncompressed bytes; `named` are charsets that stand in place of a content encoding. */
export function readJson(
  bytes: Buffer,
  properties: MessageProperties,
  named: readonly string[] = [],
): Outcome<JsonObject> {
  if (bytes.length > maxBytes) return tooLarge(bytes.length);
  const text = decodeText(bytes, properties, named);
  if (text.kind !== 'ok') return text;
  const size = Buffer.byteLength(text.value);
  return size > maxJsonBytes ? tooLarge(size) : parseObject(text.value);
}

const tooLarge = (size: number): Outcome<never> => dead('too_large', `${size} bytes are more than ${maxJsonBytes}`);
