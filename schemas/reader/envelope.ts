import type { Outcome } from '#lib/outcome.ts';
import { contentHash, type IdSource, textHash } from './identity.ts';
import type { JsonObject } from './json.ts';
import { type AmqpMessage, textOf } from './message.ts';

/** What a message says about itself, as its publisher wrote it, whatever way it says it. */
export interface Opened {
  readonly type: string;
  readonly id: string;
  readonly idSource: IdSource;
  /** Who published it, as a URI reference; `id` is unique within it. */
  readonly source: string;
  /** When it happened, for `instantOf`; undefined: it does not say. */
  readonly time: unknown;
  readonly subject: string | undefined;
  /** Further CloudEvents attributes, as text. */
  readonly extensions: Readonly<Record<string, string>>;
  readonly data: JsonObject;
}

/** One way of writing events into messages. */
export interface Envelope {
  readonly name: string;
  /** Whether this message is written this way. */
  recognises(message: AmqpMessage, body: JsonObject): boolean;
  /** Dead when it is written this way, but wrongly. */
  open(message: AmqpMessage, body: JsonObject): Outcome<Opened>;
}

type MessageIdentity = Pick<Opened, 'id' | 'idSource'>;

/**
 * For envelopes that carry no id of their own: the message's id, else a hash of what it says and when, else the
 * delivery's.
 */
export function messageIdentity(message: AmqpMessage): MessageIdentity {
  const { messageId, timestamp } = message.properties;
  const id = textOf(messageId);
  if (id !== undefined) return { id, idSource: 'message_id' };
  if (timestamp !== undefined) return { id: contentHash(message), idSource: 'content_hash' };
  return { id: message.identity.id, idSource: 'delivery' };
}

/** For publishers whose same text is the same event, where the message has no id. */
export function sameTextIdentity(message: AmqpMessage): MessageIdentity {
  const id = textOf(message.properties.messageId);
  return id === undefined ? { id: textHash(message), idSource: 'same_text' } : { id, idSource: 'message_id' };
}

/** For envelopes that do not say who published: the program that the message names, else the queue it came by. */
export const messageSource = ({ properties, queue }: AmqpMessage): string => `/${textOf(properties.appId) ?? queue}`;
