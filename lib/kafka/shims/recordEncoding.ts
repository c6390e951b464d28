import { replaceExports } from './replaceExports.ts';

interface RecordFields {
  readonly offsetDelta?: number;
  readonly timestampDelta?: number;
  readonly key?: Buffer | string | null;
  readonly value?: Buffer | string | null;
  readonly headers?: Readonly<Record<string, unknown>>;
}

/** What kafkajs's batch encoder asks of an encoded record. */
interface Encoded {
  readonly buf: Buffer;
  readonly buffer: Buffer;
}

type EncodeRecord = (fields: RecordFields) => Encoded;

/**
 * kafkajs allocates and clears 512 bytes for every record and a small buffer for every number in it; encoding is the
 * limit of what a stream task can write. Plain records (text or bytes, single header values, a time within 12 days of
 * the batch's first) are written into one buffer of the right size; all others as before. The bytes are the same.
 */
export function shimRecordEncoding(load: NodeJS.Require): void {
  const file = 'kafkajs/src/protocol/recordBatch/record/v0';
  const original = load(file) as EncodeRecord;
  replaceExports(load, file, (fields: RecordFields) => encodeRecord(fields) ?? original(fields));
}

type Bytes = Buffer | string | null;

/** The record in Kafka's format 2; undefined when it is not a plain one. */
export function encodeRecord({
  offsetDelta = 0,
  timestampDelta = 0,
  key = null,
  value = null,
  headers = {},
}: RecordFields) {
  const names = Object.keys(headers);
  const values = names.map((name) => headers[name]);
  if (!isSmall(timestampDelta) || ![key, value, ...values].every(isBytes)) return undefined;
  const parts = [key, value, ...names.flatMap((name, at) => [name, values[at] as Bytes])];
  const lengths = parts.map(lengthOf);
  const numbers = 1 + varIntSize(timestampDelta) + varIntSize(offsetDelta) + varIntSize(names.length);
  const body = lengths.reduce((sum, length) => sum + varIntSize(length) + Math.max(length, 0), numbers);
  const buffer = Buffer.allocUnsafe(varIntSize(body) + body);
  let at = writeVarInt(buffer, 0, body);
  buffer[at++] = 0;
  at = writeVarInt(buffer, at, timestampDelta);
  at = writeVarInt(buffer, at, offsetDelta);
  at = writePart(buffer, at, key, lengths[0]);
  at = writePart(buffer, at, value, lengths[1]);
  at = writeVarInt(buffer, at, names.length);
  for (let part = 2; part < parts.length; part++) at = writePart(buffer, at, parts[part] ?? null, lengths[part]);
  return { buf: buffer, buffer };
}

const isBytes = (part: unknown): boolean => part === null || typeof part === 'string' || Buffer.isBuffer(part);
const isSmall = (delta: number): boolean => Number.isInteger(delta) && delta >= 0 && delta < 2 ** 30;
const lengthOf = (part: Bytes): number =>
  part === null ? -1 : typeof part === 'string' ? Buffer.byteLength(part) : part.length;

function writePart(buffer: Buffer, at: number, part: Bytes, length = -1): number {
  const start = writeVarInt(buffer, at, length);
  if (typeof part === 'string') buffer.write(part, start);
  else part?.copy(buffer, start);
  return start + Math.max(length, 0);
}

/** Zigzag: −1 is 1, 1 is 2. Numbers below 2³⁰ only. */
const zigzag = (number: number): number => (number < 0 ? -2 * number - 1 : 2 * number);

function varIntSize(number: number): number {
  let size = 1;
  for (let left = zigzag(number) >>> 7; left > 0; left >>>= 7) size++;
  return size;
}

function writeVarInt(buffer: Buffer, at: number, number: number): number {
  let left = zigzag(number);
  let next = at;
  for (; left > 0x7f; left >>>= 7) buffer[next++] = (left & 0x7f) | 0x80;
  buffer[next++] = left;
  return next;
}
