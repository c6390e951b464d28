import { dead, type Outcome, ok } from '#lib/outcome.ts';
import type { JsonObject } from '../body.ts';
import { mediaType, timestampOf } from '../message.ts';
import { instantOf } from '../times.ts';
import type { Envelope, Opened } from './envelope.ts';

/** CloudEvents 1.0, structured mode: the whole event is the JSON body (CE bindings/amqp-protocol-binding.md 3.2). */
export const cloudEvents: Envelope = {
  name: 'cloudevents structured',
  recognises: ({ properties }, body) =>
    mediaType(properties) === 'application/cloudevents+json' ||
    ['specversion', 'id', 'source', 'type'].every((name) => name in body),
  open: ({ properties }, body) => {
    const faults = faultsOf(body);
    if (faults.length > 0) return dead('schema_violation', faults.join('; '));
    const data = dataOf(body);
    if (data.kind !== 'ok') return data;
    return ok({
      type: String(body.type),
      id: String(body.id),
      idSource: 'cloudevents',
      source: String(body.source),
      time: instantOf(body.time) ?? timestampOf(properties),
      subject: typeof body.subject === 'string' && body.subject ? body.subject : undefined,
      extensions: extensionsOf(body),
      data: data.value,
    } satisfies Opened);
  },
};

function faultsOf(body: JsonObject): string[] {
  const faults = ['id', 'source', 'type']
    .filter((name) => typeof body[name] !== 'string' || body[name] === '')
    .map((name) => `${name}: a text is needed`);
  if (!String(body.specversion).startsWith('1.')) faults.push('specversion: 1.0 is needed');
  if (body.time !== undefined && body.time !== null && instantOf(body.time) === undefined)
    faults.push('time: RFC 3339 with an offset is needed');
  return faults;
}

/** The event's data; JSON in base64 is read too. */
function dataOf({ data, data_base64: base64, datacontenttype: type }: JsonObject): Outcome<JsonObject> {
  if (typeof type === 'string' && !/^(application|text)\/([^;]+\+)?json\s*(;|$)/i.test(type))
    return dead('schema_violation', 'datacontenttype: JSON is needed');
  const value = typeof base64 === 'string' ? fromBase64(base64) : data;
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return ok(value as JsonObject);
  return dead('schema_violation', 'data: an object is needed');
}

function fromBase64(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64').toString());
  } catch {
    return undefined;
  }
}

const own = new Set(['specversion', 'id', 'source', 'type', 'time', 'subject', 'data', 'data_base64']);
const longest = 1_000;

/** Attributes beyond the core ones, where they follow the rules for names and are scalars. */
function extensionsOf(body: JsonObject): Record<string, string> {
  const named = Object.entries(body).filter(([name]) => !own.has(name) && /^[a-z0-9]{1,20}$/.test(name));
  const scalars = named.filter(([, value]) => ['string', 'number', 'boolean'].includes(typeof value));
  return Object.fromEntries(scalars.map(([name, value]) => [name, String(value).slice(0, longest)]));
}
