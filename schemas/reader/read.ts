import type { Json } from '#lib/canonicalJson.ts';
import { dead, type Outcome, ok } from '#lib/outcome.ts';
import { eventType } from '../catalogue.ts';
import type { AnyEvent, EventDefinition } from '../event.ts';
import { markOf, type Seals, sealsHeader, sealsIn } from '../mark.ts';
import { readBody } from './body.ts';
import type { Envelope, Opened } from './envelope.ts';
import { envelopes } from './envelopes.ts';
import { eventIdOf } from './identity.ts';
import type { JsonObject } from './json.ts';
import { type AmqpMessage, mediaType, textOf } from './message.ts';
import { lacksPerson, personKey } from './person.ts';
import { instantOf } from './times.ts';

/** An event, and what its publisher wrote. */
export interface ReadEvent {
  readonly definition: EventDefinition;
  /** Read by its type: with `eventId`, `occurredAt` and every field. */
  readonly event: AnyEvent & JsonObject;
  /** Source, id, type, time and data as they were written: before any decoding. */
  readonly written: Opened;
  /** W3C trace context, as it came. */
  readonly traceparent: string | undefined;
  /** Names in the data that the event type does not have: accepted, and counted. */
  readonly undeclared: readonly string[];
}

/**
 * Reads a message into its event; pure. Whoever reads messages of `hr.events` does it with this, so that all agree on
 * what is an event; the reasons of the others are those of docs/events.md.
 */
export function readMessage(message: AmqpMessage, known: readonly Envelope[] = envelopes): Outcome<ReadEvent> {
  const refused = refusedByName(mediaType(message.properties));
  if (refused) return refused;
  const body = readBody(message);
  if (body.kind !== 'ok') return body;
  const envelope = known.find(({ recognises }) => recognises(message, body.value));
  if (!envelope)
    return dead('unknown_envelope', `nobody here reads ${textOf(message.properties.contentType) ?? 'this'}`);
  const opened = envelope.open(message, body.value);
  return opened.kind === 'ok' ? readEvent(opened.value, message) : opened;
}

/** Content types that say themselves what cannot be read, whatever the body is. */
function refusedByName(type: string): Outcome<never> | undefined {
  if (/^application\/cloudevents-batch\b/.test(type))
    return dead('batch', 'a batch of CloudEvents: each has to be a message of its own');
  const others = /^application\/(cloudevents|vnd\.masstransit)\+(?!json$)/.test(type);
  return others ? dead('unknown_envelope', `nobody here reads ${type}`) : undefined;
}

function readEvent(opened: Opened, message: AmqpMessage): Outcome<ReadEvent> {
  const definition = eventType(opened.type);
  if (!definition) return dead('unknown_type', `no event type ${JSON.stringify(opened.type.slice(0, 100))}`);
  const fault = tooLong(opened);
  if (fault) return dead('schema_violation', fault);
  const occurredAt = timeOf(opened.time, message);
  if (occurredAt.kind !== 'ok') return occurredAt;
  const data = readData(definition, opened);
  if (data.kind !== 'ok') return data;
  const { source } = opened;
  const eventId = eventIdOf(source, opened.id);
  const mark = markOfMessage(definition, eventId, opened, message);
  const identity = { type: definition.type, eventId, occurredAt: occurredAt.value, redacted: false, mark, source };
  const event = { ...data.value, ...identity } as AnyEvent & JsonObject;
  if (!personKey(event)) return dead('no_person', 'neither a person, a login nor an address');
  const traceparent = textOf(message.properties.headers?.traceparent) ?? opened.extensions.traceparent;
  const declared = new Set(definition.ownFields);
  const undeclared = Object.keys(opened.data).filter((name) => !declared.has(name));
  return ok({ definition, event, written: opened, traceparent, undeclared });
}

function markOfMessage(definition: EventDefinition, id: string, opened: Opened, message: AmqpMessage): string {
  const { source, idSource, type, time } = opened;
  const told = time === undefined || time === null || idSource === 'same_text' ? null : String(time);
  const data = opened.data as { readonly [name: string]: Json };
  return markOf({ source, id, type, time: told, data }, sealsOf(definition, data, message));
}

/**
 * The seals that a message may carry: of personal fields, and only where they are blank. So no header can give an event
 * the mark of another one; the most it can say is what an erasure may do.
 */
function sealsOf({ fields }: EventDefinition, data: JsonObject, { properties }: AmqpMessage): Seals {
  const given = properties.headers?.[sealsHeader];
  if (given === undefined) return new Map();
  const blank = [...sealsIn(given)].filter(([name]) => fields[name]?.personal && data[name] === null);
  return new Map(blank);
}

const longest = 1_000;

const tooLong = (opened: Opened): string | undefined =>
  (['id', 'source', 'subject'] as const)
    .filter((name) => (opened[name]?.length ?? 0) > longest)
    .map((name) => `${name}: more than ${longest} characters`)[0];

/** An event may be this much ahead of its receipt, in ms: clocks differ, stream time must not run away. */
const maxAheadMs = 5 * 60_000;
/** Tables hold instants from 1900 on. */
const earliest = Date.UTC(1900, 0, 1);

/** An event that tells no time happened when it was received; one that tells it unusably is refused. */
function timeOf(written: unknown, { receivedAt, identity }: AmqpMessage): Outcome<number> {
  if (written === undefined || written === null) return ok(identity.receivedAt);
  const at = instantOf(written);
  if (at === undefined) return dead('unusable_time', `time: ${String(written).slice(0, 50)} is no point in time`);
  if (at < earliest) return dead('unusable_time', 'time: before 1900');
  if (at - receivedAt <= maxAheadMs) return ok(at);
  return dead('from_the_future', `${new Date(at).toISOString()} is more than five minutes ahead`);
}

function readData(definition: EventDefinition, { source, data }: Opened): Outcome<JsonObject> {
  if (lacksPerson(definition, data)) return dead('no_person', 'employeeId is missing');
  const result = definition.json.safeParse(namingAsInKafka(definition, source, data));
  if (result.success) return ok(result.data as JsonObject);
  // Where, not what: values can be personal.
  const faults = result.error.issues.map(({ path, message }) => `${path.join('.') || 'data'}: ${message}`);
  return dead('schema_violation', faults.join('; ').slice(0, 1_000));
}

/**
 * A UUID in an event's data names another event, which its publisher may know by any text: of its own, or of the source
 * beside it.
 */
function namingAsInKafka({ fields, ownFields }: EventDefinition, source: string, data: JsonObject): JsonObject {
  const named = ownFields.flatMap((name) => {
    const id = fields[name]?.kind === 'uuid' ? textOf(data[name]) : undefined;
    return id === undefined || id.length > longest
      ? []
      : [[name, eventIdOf(textOf(data[`${name}Source`]) ?? source, id)]];
  });
  return named.length === 0 ? data : { ...data, ...Object.fromEntries(named) };
}
