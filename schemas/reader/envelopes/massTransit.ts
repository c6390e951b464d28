import { dead, ok } from '#lib/outcome.ts';
import { type Envelope, messageIdentity, messageSource } from '../envelope.ts';
import { isObject } from '../json.ts';
import { mediaType, textOf } from '../message.ts';
import { firstKnown } from '../typeNames.ts';

/**
 * MassTransit's JSON envelope: `messageId`, `messageType` (`["urn:message:Hr.Events:UserRegistered"]`), `sentTime`,
 * `message` (https://masstransit.io/documentation/configuration/serialization).
 */
const massTransit: Envelope = {
  name: 'masstransit',
  recognises: ({ properties }) => mediaType(properties) === 'application/vnd.masstransit+json',
  open: (message, body) => {
    const { messageId, messageType, sentTime, sourceAddress, message: data } = body;
    if (!isObject(data)) return dead('schema_violation', 'message: an object is needed');
    const names = (Array.isArray(messageType) ? messageType : [messageType]).flatMap((name) => textOf(name) ?? []);
    const id = textOf(messageId);
    return ok({
      ...(id === undefined ? messageIdentity(message) : { id, idSource: 'message_id' }),
      type: firstKnown([message.routingKey, ...names]) ?? names[0] ?? message.routingKey,
      source: textOf(sourceAddress) ?? messageSource(message),
      time: sentTime ?? message.properties.timestamp,
      subject: undefined,
      extensions: {},
      data,
    });
  },
};

export default massTransit;
