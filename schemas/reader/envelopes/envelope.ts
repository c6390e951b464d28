import type { Outcome } from '#lib/outcome.ts';
import { contentHash, type IdSource } from '../identity.ts';
import type { JsonObject } from '../json.ts';
import { type AmqpMessage, textOf } from '../message.ts';

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

/** For envelopes that carry no id of their own: the message's id, else a hash of what it says. */
export function messageIdentity(message: AmqpMessage): Pick<Opened, 'id' | 'idSource'> {
  const id = textOf(message.properties.messageId);
  return id === undefined ? { id: contentHash(message), idSource: 'content_hash' } : { id, idSource: 'message_id' };
}

/** For envelopes that do not say who published: the program that the message names, else the queue it came by. */
export const messageSource = ({ properties, queue }: AmqpMessage): string => `/${textOf(properties.appId) ?? queue}`;
