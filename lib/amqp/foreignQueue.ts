import { type AmqpConnection, replyCode } from './connection.ts';

/**
 * A queue that is somebody else's is taken as it is found. Where it is missing: `wait` for its owner, or `transient`,
 * make it as `queue_declare(queue=name)` of most clients does (neither durable nor exclusive), which its owner's own
 * declaration then agrees with. RabbitMQ 4.3 and later refuse such queues, so there we wait.
 */
export type WhenAbsent = 'wait' | 'transient';

/** null when the queue is there (or was made); else one sentence on why not yet. */
export async function findQueue(
  connection: AmqpConnection,
  queue: string,
  whenAbsent: WhenAbsent,
): Promise<string | null> {
  if (await exists(connection, queue)) return null;
  if (whenAbsent === 'wait' || !takesTransientQueues(connection.version))
    return `the queue ${queue} does not exist yet`;
  const opened = await connection.channel();
  await opened.rpc(`declaring queue ${queue}`, (channel) => channel.assertQueue(queue, { durable: false }));
  await opened.close();
  return null;
}

/** On a channel to be thrown away: asking for a missing queue closes it. */
async function exists(connection: AmqpConnection, queue: string): Promise<boolean> {
  const probe = await connection.channel();
  try {
    await probe.rpc(`looking for queue ${queue}`, (channel) => channel.checkQueue(queue));
    return true;
  } catch (error) {
    if (replyCode(error) === 404) return false;
    throw error;
  } finally {
    await probe.close();
  }
}

/** Whether a server of this version (`3.10.8`) lets clients declare queues that are neither durable nor exclusive. */
export function takesTransientQueues(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major < 4 || (major === 4 && minor < 3);
}
