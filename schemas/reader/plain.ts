import { ok } from '#lib/outcome.ts';
import { type Envelope, messageIdentity, messageSource } from './envelope.ts';
import { mediaType, textOf } from './message.ts';
import { firstKnown } from './typeNames.ts';

/**
 * No envelope: the body is the event's data. Its type is the routing key where that is a type we know; else what the
 * property `type` or Spring's header `__TypeId__` calls it, which in EasyNetQ and Spring are names of classes.
 */
export const plain: Envelope = {
  name: 'plain JSON',
  recognises: ({ properties }) => !/^application\/(?!json$)[^;]*\+json$/.test(mediaType(properties)),
  open: (message, body) => {
    const { properties, routingKey } = message;
    const names = [routingKey, properties.type, properties.headers?.__TypeId__].flatMap((name) => textOf(name) ?? []);
    return ok({
      ...messageIdentity(message),
      type: firstKnown(names) ?? routingKey,
      source: messageSource(message),
      time: properties.timestamp,
      subject: undefined,
      extensions: {},
      data: body,
    });
  },
};
