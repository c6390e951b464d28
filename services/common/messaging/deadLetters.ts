import { carried, carriedHeaders } from '#lib/amqp/carried.ts';
import type { AmqpConnection, GetMessage } from '#lib/amqp/connection.ts';
import { countMessages, lookThrough } from '#lib/amqp/lookThrough.ts';
import { failureOf, replayHeaders } from '#lib/deadLetter.ts';
import { olderRoutingKey, replay } from '#schemas/reader/message.ts';
import { deadQueue } from './inboxDeclarations.ts';

/**
 * Where letters from before December 2026 have reason and detail; to be gone in January 2027, when none of them should
 * be left.
 */
const older = { reason: 'x-reason', detail: 'x-detail' } as const;

/** An event that a service has given up, as it lies in its `<queue>.dead`. */
export interface DeadLetter {
  /** Of the event; a number in the queue, such as `#2`, where the message is no event. */
  readonly id: string;
  readonly type: string;
  readonly reason: string;
  readonly detail: string;
  readonly body: string;
}

/** How many dead letters an inbox has; none where its queue does not exist. */
export const countLetters = (connection: AmqpConnection, queue: string): Promise<number> =>
  countMessages(connection, deadQueue(queue));

/** The dead letters of an inbox, oldest first; they stay where they are. Empty when the queue does not exist. */
export async function lookAt(connection: AmqpConnection, queue: string): Promise<DeadLetter[]> {
  const letters: DeadLetter[] = [];
  for await (const { message } of lookThrough(connection, deadQueue(queue)))
    letters.push(letterOf(message, letters.length + 1));
  return letters;
}

/**
 * Sends dead letters back to their inbox: the one of this id, or all. Each is confirmed there before it is taken away
 * here, so a crash leaves a copy at most, which the inbox knows. The number of those sent.
 */
export async function sendBack(connection: AmqpConnection, queue: string, id: string | null): Promise<number> {
  const opened = await connection.confirmChannel();
  let sent = 0;
  let number = 0;
  try {
    for await (const { message, take } of lookThrough(connection, deadQueue(queue))) {
      if (id !== null && letterOf(message, ++number).id !== id) continue;
      opened.channel.publish('', queue, message.content, backAgain(message));
      await opened.rpc('sending a dead letter back', (channel) => channel.waitForConfirms());
      take();
      sent++;
    }
  } finally {
    await opened.close();
  }
  return sent;
}

const backAgain = ({ properties, fields }: GetMessage) => ({
  ...carried(properties),
  headers: { ...wayOf(properties.headers ?? {}, fields), ...replayHeaders(carriedHeaders(properties.headers)) },
  persistent: true,
});

/** What RabbitMQ gave up says in words of its own how it had come. */
function wayOf({ 'x-death': deaths }: Readonly<Record<string, unknown>>, { routingKey }: GetMessage['fields']): object {
  const exchange = Array.isArray(deaths) ? deaths[0]?.exchange : undefined;
  return exchange === undefined ? {} : { [replay.exchange]: String(exchange), [replay.routingKey]: routingKey };
}

function letterOf({ content, properties }: GetMessage, number: number): DeadLetter {
  const header = (name: string): string => String(properties.headers?.[name] ?? '');
  const body = content.toString();
  const { id, type } = namesIn(body);
  const { reason, detail } = failureOf(properties.headers ?? {});
  return {
    id: properties.messageId ?? id ?? `#${number}`,
    type: type ?? (header(replay.routingKey) || header(olderRoutingKey)),
    reason: reason || header(older.reason) || 'undeliverable',
    detail: detail || header(older.detail) || 'RabbitMQ gave it up: it came back too often',
    body,
  };
}

function namesIn(body: string): { id?: string; type?: string } {
  try {
    const { id, type } = JSON.parse(body);
    return { ...(typeof id === 'string' && { id }), ...(typeof type === 'string' && { type }) };
  } catch {
    return {};
  }
}
