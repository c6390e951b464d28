import { readBody } from '#schemas/reader/body.ts';
import { attributesIn } from '#schemas/reader/cloudEvents/attributes.ts';
import { messageSource } from '#schemas/reader/envelope.ts';
import type { AmqpMessage } from '#schemas/reader/message.ts';

/** A larger body is not read only to learn who wrote it. */
const mostBytes = 256 * 1024;
const longest = 200;

/**
 * Who published a message that nobody may be able to read: what it says itself, else the program it names, else the
 * queue it came by.
 */
export function publisherOf(message: AmqpMessage): string {
  const [inHeaders] = attributesIn(message.properties).get('source') ?? [];
  const source = typeof inHeaders === 'string' ? inHeaders : sourceIn(message);
  return (source ?? messageSource(message)).slice(0, longest);
}

function sourceIn(message: AmqpMessage): string | undefined {
  if (message.body.length > mostBytes) return undefined;
  const read = readBody(message);
  const source = read.kind === 'ok' ? read.value.source : undefined;
  return typeof source === 'string' && source !== '' ? source : undefined;
}
