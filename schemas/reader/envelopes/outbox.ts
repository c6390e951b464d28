import { dead, type Outcome, ok } from '#lib/outcome.ts';
import { type Envelope, messageSource } from '../envelope.ts';
import { isObject, type JsonObject, parseObject } from '../json.ts';
import { textOf } from '../message.ts';
import { firstKnown } from '../typeNames.ts';

const columns = ['id', 'aggregatetype', 'aggregateid', 'type', 'payload'];

/** A row of the outbox table that Debezium's event router describes, sent as it is. */
const outbox: Envelope = {
  name: 'debezium outbox',
  recognises: (_message, body) => columns.every((name) => name in body),
  open: (message, body) => {
    const id = textOf(body.id);
    const type = textOf(body.type);
    if (id === undefined || type === undefined) return dead('schema_violation', 'id, type: a text is needed');
    const data = payloadOf(body.payload);
    if (data.kind !== 'ok') return data;
    return ok({
      id,
      idSource: 'message_id',
      type: firstKnown([type, message.routingKey]) ?? type,
      source: messageSource(message),
      time: body.timestamp ?? message.properties.timestamp,
      subject: textOf(body.aggregateid),
      extensions: {},
      data: data.value,
    });
  },
};

/** A JSON column arrives as an object or as its text. */
function payloadOf(payload: unknown): Outcome<JsonObject> {
  if (isObject(payload)) return ok(payload);
  const read = typeof payload === 'string' ? parseObject(payload) : undefined;
  return read?.kind === 'ok' ? read : dead('schema_violation', 'payload: an object is needed');
}

export default outbox;
