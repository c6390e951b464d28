import { ok } from '#lib/outcome.ts';
import { mediaType, textOf, timestampOf } from '../message.ts';
import { type Envelope, messageIdentity } from './envelope.ts';

/** No envelope: the body is the event's data, its type is the property `type`, else the routing key. */
export const plain: Envelope = {
  name: 'plain JSON',
  recognises: ({ properties }) => !/^application\/(?!json$)[^;]*\+json$/.test(mediaType(properties)),
  open: (message, body) => {
    const { properties, queue, routingKey } = message;
    return ok({
      ...messageIdentity(message),
      type: textOf(properties.type) ?? routingKey,
      source: `/${textOf(properties.appId) ?? queue}`,
      time: timestampOf(properties),
      subject: undefined,
      extensions: {},
      data: body,
    });
  },
};
