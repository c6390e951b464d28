import type { Serde } from '#lib/avro/serde.ts';
import { partitionFor } from '#lib/kafka/murmur2.ts';
import type { OutgoingRecord } from '#lib/kafka/producer.ts';
import { dead, type Outcome, ok } from '#lib/outcome.ts';
import type { EventDefinition } from '#schemas/event.ts';
import { joinKey } from '#schemas/keys.ts';
import type { AmqpMessage } from '#schemas/reader/message.ts';
import { type ReadEvent, readMessage } from '#schemas/reader/read.ts';
import { personOf } from './person.ts';
import type { Route } from './routes.ts';

/** What a message becomes. */
export interface NormalisedRecord extends OutgoingRecord {
  readonly key: string;
  readonly value: Buffer;
  readonly headers: Readonly<Record<string, string>>;
  readonly type: string;
  /** Names in the data that the event type does not have: accepted, and counted. */
  readonly undeclared: readonly string[];
}

export interface NormaliseOptions {
  /** Every event schema must have been registered. */
  readonly serde: Serde;
  /** Of the event topics. */
  readonly partitions: number;
  /** For logins of nobody we know. */
  readonly loginSecret: Buffer;
}

export type Normalise = (message: AmqpMessage, route: Pick<Route, 'envelopes'>) => Outcome<NormalisedRecord>;

/** Kafka's standard limit of a message is 1,048,588 bytes; headers and framing need some of it. */
const maxRecordBytes = 1_000_000;

/**
 * Reads a message into the record of its event; pure. The reasons of dead letters are those of docs and `npm run
 * dead-letters`.
 */
export const normaliser =
  (options: NormaliseOptions): Normalise =>
  (message, { envelopes }) => {
    const read = readMessage(message, envelopes);
    return read.kind === 'ok' ? encoded(read.value, message, options) : read;
  };

function encoded(read: ReadEvent, message: AmqpMessage, options: NormaliseOptions): Outcome<NormalisedRecord> {
  const { definition, event } = read;
  const value = avroOf(options.serde, definition, event);
  if (value.kind !== 'ok') return value;
  const person = personOf(event, options.loginSecret);
  const record = {
    topic: definition.topic,
    partition: partitionFor(person, options.partitions),
    key: joinKey([person, event.eventId, event.mark ?? '']),
    value: value.value,
    headers: headersOf(read, message),
    type: definition.type,
    undeclared: read.undeclared,
  };
  const size = recordBytes(record);
  return size > maxRecordBytes ? dead('too_large', `${size} bytes are more than ${maxRecordBytes}`) : ok(record);
}

/** What the schema cannot hold although the data passed is a violation all the same. */
function avroOf(serde: Serde, definition: EventDefinition, event: object): Outcome<Buffer> {
  try {
    return ok(serde.encode(definition, event));
  } catch (error) {
    const { message } = error as Error;
    if (message.endsWith('is not registered')) throw error;
    // After the colon comes the value, which may be personal.
    return dead('schema_violation', message.replace(/: .*/s, '').slice(0, 200));
  }
}

/**
 * CloudEvents' Kafka binding, binary mode (kafka-protocol-binding.md 3.2.3), and what deduplication and latency need.
 */
function headersOf({ written, event, traceparent }: ReadEvent, message: AmqpMessage): Record<string, string> {
  return {
    ...Object.fromEntries(Object.entries(written.extensions).map(([name, value]) => [`ce_${name}`, value])),
    ...(traceparent === undefined ? {} : { ce_traceparent: traceparent }),
    ...(written.subject === undefined ? {} : { ce_subject: written.subject }),
    'content-type': 'application/avro',
    ce_specversion: '1.0',
    ce_id: written.id,
    ce_source: written.source,
    ce_type: event.type,
    ce_time: new Date(event.occurredAt).toISOString(),
    ce_idsource: written.idSource,
    'x-received-at': String(message.receivedAt),
    'x-redelivered': String(message.redelivered),
    'x-bridge-attempt': '1',
  };
}

/** About what a record takes on the wire. */
export const recordBytes = ({ key, value, headers = {} }: OutgoingRecord): number =>
  Object.entries(headers).reduce(
    (size, [name, text]) => size + name.length + Buffer.byteLength(text) + 4,
    Buffer.byteLength(key ?? '') + (value?.length ?? 0) + 20,
  );
