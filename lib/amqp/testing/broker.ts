import { randomUUID } from 'node:crypto';
import { type Channel, connect } from 'amqplib';

/** The RabbitMQ that live tests use. */
export const amqpUrl = process.env.AMQP_URL ?? 'amqp://guest:guest@localhost:5672';

/** A name that no other test has. */
export const uniqueName = (what: string): string => `test.${what}.${randomUUID().slice(0, 8)}`;

/** Runs `use` on a channel of a connection of its own. */
export async function onChannel<T>(use: (channel: Channel) => Promise<T>, url = amqpUrl): Promise<T> {
  const connection = await connect(url);
  connection.on('error', () => undefined);
  try {
    const channel = await connection.createChannel();
    channel.on('error', () => undefined);
    const result = await use(channel);
    // A connection's goodbye would overtake what its channels have still to send.
    await channel.close();
    return result;
  } finally {
    await connection.close().catch(() => undefined);
  }
}

/** Everything in a queue, in order, taken out. */
export const drain = (queue: string, url = amqpUrl): Promise<Buffer[]> =>
  onChannel(async (channel) => {
    const bodies: Buffer[] = [];
    for (;;) {
      const message = await channel.get(queue, { noAck: true });
      if (message === false) return bodies;
      bodies.push(message.content);
    }
  }, url);
