import { carried, carriedHeaders } from '#lib/amqp/carried.ts';
import type { AmqpConnection, GetMessage, OpenChannel } from '#lib/amqp/connection.ts';
import { findQueue } from '#lib/amqp/foreignQueue.ts';
import { failureOf, replayHeaders } from '#lib/deadLetter.ts';
import { olderRoutingKey, replay } from '#schemas/reader/message.ts';
import { deadQueue } from './inboxDeclarations.ts';

/** Where letters from before December 2026 have reason and detail; to be gone in January 2027, when none of them should be left. */
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
export async function countLetters(connection: AmqpConnection, queue: string): Promise<number> {
  const dead = deadQueue(queue);
  if ((await findQueue(connection, dead, 'wait')) !== null) return 0;
  const opened = await connection.channel();
  try {
    return await lettersIn(opened, dead);
  } finally {
    await opened.close();
  }
}

const lettersIn = async (opened: OpenChannel, dead: string): Promise<number> =>
  (await opened.rpc('counting dead letters', (channel) => channel.checkQueue(dead))).messageCount;

/** The dead letters of an inbox, oldest first; they stay where they are. Empty when the queue does not exist. */
export const lookAt = (connection: AmqpConnection, queue: string): Promise<DeadLetter[]> =>
  withEach(connection, queue, async () => false);

/**
 * Sends dead letters back to their inbox: the one of this id, or all. Each is confirmed there before it is taken away here, so a crash
 * leaves a copy at most, which the inbox knows by its id. The number of those sent.
 */
export async function sendBack(connection: AmqpConnection, queue: string, id: string | null): Promise<number> {
  const opened = await connection.confirmChannel();
  const sent = new Set<DeadLetter>();
  try {
    await withEach(connection, queue, async (letter, { content, properties }) => {
      if (id !== null && letter.id !== id) return false;
      const given = {
        ...carried(properties),
        headers: replayHeaders(carriedHeaders(properties.headers)),
        persistent: true,
      };
      opened.channel.publish('', queue, content, given);
      await opened.rpc('sending a dead letter back', (channel) => channel.waitForConfirms());
      sent.add(letter);
      return true;
    });
  } finally {
    await opened.close();
  }
  return sent.size;
}

/** Shows every letter to `take`; those it answers true for are taken out of the queue, the others are back when this ends. */
async function withEach(
  connection: AmqpConnection,
  queue: string,
  take: (letter: DeadLetter, message: GetMessage) => Promise<boolean>,
): Promise<DeadLetter[]> {
  const dead = deadQueue(queue);
  if ((await findQueue(connection, dead, 'wait')) !== null) return [];
  const opened = await connection.channel();
  const letters: DeadLetter[] = [];
  try {
    // As many as lie there now: what fails again at once comes to the end of the same queue.
    const count = await lettersIn(opened, dead);
    while (letters.length < count) {
      const message = await opened.rpc('reading dead letters', (channel) => channel.get(dead));
      if (message === false) break;
      const letter = letterOf(message, letters.length + 1);
      letters.push(letter);
      if (await take(letter, message)) opened.channel.ack(message);
    }
    return letters;
  } finally {
    await opened.close();
  }
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
