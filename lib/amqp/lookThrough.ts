import { sleep, TimedOut, until } from '../timing.ts';
import type { AmqpConnection, GetMessage, OpenChannel } from './connection.ts';
import { findQueue } from './foreignQueue.ts';

/** A message that lies in a queue. */
export interface Lying {
  readonly message: GetMessage;
  /** Takes it out; without that it goes back to its place when the looking ends. */
  take(): void;
}

/** How much is looked at: what is looked at is nobody else's meanwhile. */
interface Most {
  readonly messages?: number;
  readonly bytes?: number;
}

const messagesIn = async (opened: OpenChannel, queue: string): Promise<number> =>
  (await opened.rpc(`counting ${queue}`, (channel) => channel.checkQueue(queue))).messageCount;

const afterLookMs = 150;

/**
 * How many messages lie in a queue; 0 where there is no such queue. Somebody else may just be looking through: so
 * nothing is found twice.
 */
export async function countMessages(connection: AmqpConnection, queue: string): Promise<number> {
  if ((await findQueue(connection, queue, 'wait')) !== null) return 0;
  const opened = await connection.channel();
  try {
    const count = await messagesIn(opened, queue);
    if (count > 0) return count;
    await sleep(afterLookMs);
    return await messagesIn(opened, queue);
  } finally {
    await opened.close();
  }
}

/**
 * The messages of a queue, oldest first, as many as lay there at the beginning: what comes back at once comes to the
 * end of the same queue. None where there is no such queue.
 */
export async function* lookThrough(connection: AmqpConnection, queue: string, most: Most = {}): AsyncGenerator<Lying> {
  const { messages = Number.POSITIVE_INFINITY, bytes = Number.POSITIVE_INFINITY } = most;
  const count = Math.min(messages, await countMessages(connection, queue));
  if (count === 0) return;
  const opened = await connection.channel();
  let left = 0;
  try {
    for (let seen = 0, size = 0; seen < count && size < bytes; seen++) {
      const message = await opened.rpc(`reading ${queue}`, (channel) => channel.get(queue));
      if (message === false) return;
      size += message.content.length;
      left++;
      const take = () => {
        opened.channel.ack(message);
        left--;
      };
      yield { message, take };
    }
  } finally {
    await opened.close();
    await returned(connection, queue, left);
  }
}

/**
 * RabbitMQ puts back what was not taken a moment after the channel has ended: whoever looks next must find it. Somebody
 * else may take messages meanwhile, so this does not wait for long.
 */
async function returned(connection: AmqpConnection, queue: string, count: number): Promise<void> {
  const opened = await connection.channel();
  const look = async () => ((await messagesIn(opened, queue)) >= count ? null : 'some are not back');
  try {
    await until(look, { what: `the messages of ${queue}`, everyMs: 20, withinMs: 2_000 });
  } catch (error) {
    if (!(error instanceof TimedOut)) throw error;
  } finally {
    await opened.close();
  }
}
