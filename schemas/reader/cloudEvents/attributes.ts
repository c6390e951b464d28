import { dead, type Outcome, ok } from '#lib/outcome.ts';
import type { Opened } from '../envelope.ts';
import type { JsonObject } from '../json.ts';
import { isJson, type MessageProperties, textOf } from '../message.ts';

/** Attributes of a CloudEvent by name, wherever they were written; null and undefined are the same: not there. */
export type Attributes = Readonly<Record<string, unknown>>;

/** A CloudEvent 1.0 of these attributes and this data. */
export function cloudEvent(attributes: Attributes, properties: MessageProperties, data: JsonObject): Outcome<Opened> {
  const faults = faultsOf(attributes);
  if (faults.length > 0) return dead('schema_violation', faults.join('; '));
  const { type, id, source, subject, time } = attributes;
  return ok({
    type: String(type),
    id: String(id),
    idSource: 'cloudevents',
    source: String(source),
    time: time ?? properties.timestamp,
    subject: typeof subject === 'string' && subject ? subject : undefined,
    extensions: extensionsOf(attributes),
    data,
  });
}

function faultsOf(attributes: Attributes): string[] {
  const faults = ['id', 'source', 'type']
    .filter((name) => typeof attributes[name] !== 'string' || attributes[name] === '')
    .map((name) => `${name}: a text is needed`);
  if (!String(attributes.specversion).startsWith('1.')) faults.push('specversion: 1.0 is needed');
  const { datacontenttype: type } = attributes;
  if (typeof type === 'string' && !isJson(type)) faults.push('datacontenttype: JSON is needed');
  return faults;
}

const own = new Set(['specversion', 'id', 'source', 'type', 'time', 'subject', 'data', 'data_base64']);
const longest = 1_000;
const most = 32;

/** Attributes beyond the core ones, where they follow the rules for names and are scalars; the first 32. */
function extensionsOf(attributes: Attributes): Record<string, string> {
  const named = Object.entries(attributes).filter(([name]) => !own.has(name) && /^[a-z0-9]{1,20}$/.test(name));
  const scalars = named.filter(([, value]) => ['string', 'number', 'boolean'].includes(typeof value));
  return Object.fromEntries(scalars.slice(0, most).map(([name, value]) => [name, String(value).slice(0, longest)]));
}

const prefixed = /^(?:ce[-_]|cloudevents[:_])(.+)$/i;

/** What headers say of each attribute: one thing, unless two of them disagree. */
export function attributesIn({ headers = {} }: MessageProperties): ReadonlyMap<string, ReadonlySet<unknown>> {
  const attributes = new Map<string, Set<unknown>>();
  for (const [header, value] of Object.entries(headers)) {
    const name = prefixed.exec(header)?.[1]?.toLowerCase();
    if (name === undefined || value === null || value === undefined) continue;
    attributes.set(name, (attributes.get(name) ?? new Set()).add(told(name, value)));
  }
  return attributes;
}

/** AMQP has kinds of values that JSON has not: moments, bytes. Numbers are texts everywhere but in a time. */
function told(name: string, value: unknown): unknown {
  const { '!': kind, value: inner } = value as { '!'?: unknown; value?: unknown };
  if (kind === 'timestamp') return inner;
  return typeof value === 'boolean' || (name === 'time' && typeof value === 'number') ? value : (textOf(value) ?? '');
}
