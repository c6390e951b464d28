import { dead } from '#lib/outcome.ts';
import { type AmqpMessage, textOf } from '../message.ts';
import { type Attributes, cloudEvent } from './attributes.ts';
import type { Envelope } from './envelope.ts';

/**
 * CloudEvents 1.0, binary mode: the attributes are headers, the body is the data. The prefixes are those of the AMQP binding
 * (`cloudEvents_`, `cloudEvents:`), of Knative on AMQP 0-9-1 (`ce-`) and of Kafka's binding (`ce_`), which bridges carry over.
 */
export const binary: Envelope = {
  name: 'cloudevents binary',
  recognises: (message) => [...written(message)].some(([name]) => telling.has(name)),
  open: (message, body) => {
    const attributes = written(message);
    const twice = [...attributes].find(([, values]) => values.size > 1);
    if (twice) return dead('schema_violation', `${twice[0]}: two headers say different things`);
    const { contentType } = message.properties;
    const single: Attributes = Object.fromEntries([...attributes].map(([name, [value]]) => [name, value]));
    return cloudEvent({ datacontenttype: dataContentType(contentType), ...single }, message.properties, body);
  },
};

/** A message with one of these as headers means to be a CloudEvent: what is missing is a fault, never overlooked. */
const telling = new Set(['specversion', 'id', 'source', 'type', 'time']);
const prefixed = /^(?:ce[-_]|cloudevents[:_])(.+)$/i;

function written({ properties: { headers = {} } }: AmqpMessage): Map<string, Set<unknown>> {
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

/** Bytes of an unnamed kind are tried as JSON. */
const dataContentType = (contentType: unknown): string | undefined => {
  const type = textOf(contentType);
  return type === undefined || /^application\/octet-stream\s*(;|$)/i.test(type) ? undefined : type;
};
