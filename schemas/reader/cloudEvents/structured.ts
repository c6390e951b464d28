import { dead, type Outcome, ok } from '#lib/outcome.ts';
import { readJson } from '../body.ts';
import type { Envelope } from '../envelope.ts';
import { isObject, type JsonObject } from '../json.ts';
import { type MessageProperties, mediaType } from '../message.ts';
import { attributesIn, cloudEvent } from './attributes.ts';

/** CloudEvents 1.0, structured mode: the whole event is the JSON body (CE bindings/amqp-protocol-binding.md 3.2). */
export const structured: Envelope = {
  name: 'cloudevents structured',
  recognises: ({ properties }, body) =>
    mediaType(properties) === 'application/cloudevents+json' ||
    ['specversion', 'id', 'source', 'type'].every((name) => name in body),
  open: ({ properties }, body) => {
    const other = disagreement(properties, body);
    if (other) return dead('schema_violation', `${other}: a header says something else than the body`);
    const data = dataOf(body);
    return data.kind === 'ok' ? cloudEvent(body, properties, data.value) : data;
  },
};

/** A gateway may tell an event in both modes; two events in one message are none. */
const disagreement = (properties: MessageProperties, body: JsonObject): string | undefined =>
  ['id', 'source', 'type'].find((name) =>
    [...(attributesIn(properties).get(name) ?? [])].some((value) => value !== body[name]),
  );

/** The event's data; JSON in base64 is read too. */
function dataOf({
  data = null,
  data_base64: base64 = null,
  datacontenttype: contentType,
}: JsonObject): Outcome<JsonObject> {
  if (base64 === null) return isObject(data) ? ok(data) : dead('schema_violation', 'data: an object is needed');
  if (data !== null) return dead('schema_violation', 'data_base64: there is data, too');
  if (typeof base64 !== 'string' || !isBase64(base64)) return dead('schema_violation', 'data_base64: base64 is needed');
  const read = readJson(Buffer.from(base64, 'base64'), { contentType });
  return read.kind === 'dead' ? dead('schema_violation', `data_base64: ${read.detail}`) : read;
}

/** RFC 4648, section 4 or 5; line breaks as MIME has them, the padding may be missing. */
const isBase64 = (text: string): boolean => /^[A-Za-z0-9+/_\-\r\n]*={0,2}\s*$/.test(text);
