import type { Serde } from '#lib/avro/serde.ts';
import { partitionFor } from '#lib/kafka/murmur2.ts';
import type { OutgoingRecord } from '#lib/kafka/producer.ts';
import { dead, type Outcome, ok } from '#lib/outcome.ts';
import { eventType } from '#schemas/catalogue.ts';
import type { EventDefinition } from '#schemas/event.ts';
import { joinKey } from '#schemas/keys.ts';
import { type JsonObject, readBody } from '#schemas/reader/body.ts';
import type { Opened } from '#schemas/reader/envelopes/envelope.ts';
import { eventIdOf } from '#schemas/reader/identity.ts';
import { type AmqpMessage, textOf } from '#schemas/reader/message.ts';
import { lacksPerson, personOf } from './person.ts';
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

/** An event may be this much ahead of its receipt, in ms: clocks differ, stream time must not run away. */
const maxAheadMs = 5 * 60_000;
/** Tables hold instants from 1900 on. */
const earliest = Date.UTC(1900, 0, 1);
/** Kafka's standard limit of a message is 1,048,588 bytes; headers and framing need some of it. */
const maxRecordBytes = 1_000_000;

/** Reads a message into the record of its event; pure. The reasons of dead letters are those of docs and `npm run dead-letters`. */
export const normaliser =
  (options: NormaliseOptions): Normalise =>
  (message, { envelopes }) => {
    const body = readBody(message);
    if (body.kind !== 'ok') return body;
    const envelope = envelopes.find(({ recognises }) => recognises(message, body.value));
    if (!envelope)
      return dead('unknown_envelope', `nobody here reads ${textOf(message.properties.contentType) ?? 'this'}`);
    const opened = envelope.open(message, body.value);
    return opened.kind === 'ok' ? readEvent(opened.value, message, options) : opened;
  };

function readEvent(opened: Opened, message: AmqpMessage, options: NormaliseOptions): Outcome<NormalisedRecord> {
  const definition = eventType(opened.type);
  if (!definition) return dead('unknown_type', `no event type ${JSON.stringify(opened.type.slice(0, 100))}`);
  const occurredAt = opened.time ?? message.receivedAt;
  if (occurredAt - message.receivedAt > maxAheadMs)
    return dead('from_the_future', `${new Date(occurredAt).toISOString()} is more than five minutes ahead`);
  if (occurredAt < earliest) return dead('schema_violation', 'time: before 1900');
  const data = readData(definition, opened.data);
  if (data.kind !== 'ok') return data;
  const event = { ...data.value, eventId: eventIdOf(opened.source, opened.id), occurredAt, redacted: false };
  const person = personOf(event, options.loginSecret);
  if (person.kind !== 'ok') return person;
  return encoded(definition, event, person.value, { opened, message, options });
}

function readData(definition: EventDefinition, data: JsonObject): Outcome<JsonObject> {
  if (lacksPerson(definition, data)) return dead('no_person', 'employeeId is missing');
  const result = definition.json.safeParse(data);
  if (result.success) return ok(result.data as JsonObject);
  const faults = result.error.issues.map(({ path, message }) => `${path.join('.') || 'data'}: ${message}`);
  return dead('schema_violation', faults.join('; ').slice(0, 1_000));
}

interface Context {
  readonly opened: Opened;
  readonly message: AmqpMessage;
  readonly options: NormaliseOptions;
}

function encoded(
  definition: EventDefinition,
  event: JsonObject & { readonly eventId: string; readonly occurredAt: number },
  person: string,
  { opened, message, options }: Context,
): Outcome<NormalisedRecord> {
  const value = avroOf(options.serde, definition, event);
  if (value.kind !== 'ok') return value;
  const declared = new Set(definition.ownFields);
  const record = {
    topic: definition.topic,
    partition: partitionFor(person, options.partitions),
    key: joinKey([person, event.eventId]),
    value: value.value,
    headers: headersOf(opened, message, event.occurredAt),
    type: definition.type,
    undeclared: Object.keys(opened.data).filter((name) => !declared.has(name)),
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

/** CloudEvents' Kafka binding, binary mode (kafka-protocol-binding.md 3.2.3), and what deduplication and latency need. */
function headersOf(opened: Opened, message: AmqpMessage, occurredAt: number): Record<string, string> {
  const trace = textOf(message.properties.headers?.traceparent);
  return {
    ...Object.fromEntries(Object.entries(opened.extensions).map(([name, value]) => [`ce_${name}`, value])),
    ...(trace === undefined ? {} : { ce_traceparent: trace }),
    ...(opened.subject === undefined ? {} : { ce_subject: opened.subject }),
    'content-type': 'application/avro',
    ce_specversion: '1.0',
    ce_id: opened.id,
    ce_source: opened.source,
    ce_type: opened.type,
    ce_time: new Date(occurredAt).toISOString(),
    ce_idsource: opened.idSource,
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
