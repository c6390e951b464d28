import { dead } from '#lib/outcome.ts';
import type { Envelope } from '../envelope.ts';
import { textOf } from '../message.ts';
import { type Attributes, attributesIn, cloudEvent } from './attributes.ts';

/**
 * CloudEvents 1.0, binary mode: the attributes are headers, the body is the data. The prefixes are those of the AMQP
 * binding (`cloudEvents_`, `cloudEvents:`), of Knative on AMQP 0-9-1 (`ce-`) and of Kafka's binding (`ce_`), which
 * bridges carry over.
 */
export const binary: Envelope = {
  name: 'cloudevents binary',
  recognises: (message) => [...attributesIn(message.properties)].some(([name]) => telling.has(name)),
  open: (message, body) => {
    const attributes = attributesIn(message.properties);
    const twice = [...attributes].find(([, values]) => values.size > 1);
    if (twice) return dead('schema_violation', `${twice[0]}: two headers say different things`);
    const { contentType } = message.properties;
    const single: Attributes = Object.fromEntries([...attributes].map(([name, [value]]) => [name, value]));
    return cloudEvent({ datacontenttype: dataContentType(contentType), ...single }, message.properties, body);
  },
};

/** A message with one of these as headers means to be a CloudEvent: what is missing is a fault, never overlooked. */
const telling = new Set(['specversion', 'id', 'source', 'type', 'time']);
/** Bytes of an unnamed kind are tried as JSON. */
function dataContentType(contentType: unknown): string | undefined {
  const type = textOf(contentType);
  return type === undefined || /^application\/octet-stream\s*(;|$)/i.test(type) ? undefined : type;
}
