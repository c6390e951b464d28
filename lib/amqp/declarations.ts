import type { Options } from 'amqplib';
import type { Log } from '#lib/log.ts';
import { type AmqpConnection, type OpenChannel, replyCode } from './connection.ts';

interface Exchange {
  readonly name: string;
  readonly type: 'topic' | 'fanout' | 'direct';
}

interface Binding {
  readonly exchange: string;
  readonly pattern: string;
  /** The routing keys that are meant, for an exchange that somebody declared as a direct one: it knows no patterns. */
  readonly keys?: readonly string[];
}

interface Queue {
  readonly name: string;
  readonly bindings: readonly Binding[];
  /** Given up after so many returns to the queue; needed on queues that are consumed. */
  readonly deliveryLimit?: number;
  /** Where given-up messages go. */
  readonly deadLetterExchange?: string;
  /** Of several consumers one gets messages; the others stand by. */
  readonly singleActiveConsumer?: boolean;
}

/** Exchanges and queues that we need: durable, replicated where the broker is. */
export interface Declarations {
  readonly exchanges: readonly Exchange[];
  readonly queues: readonly Queue[];
}

/**
 * Declares what is missing. What somebody else has declared otherwise is used as it is found, with a warning that names
 * the difference: nobody can change it in place, and to refuse it would leave what is published there to nobody.
 */
export async function declare(
  connection: AmqpConnection,
  { exchanges, queues }: Declarations,
  log: Log,
): Promise<void> {
  const direct = new Set<string>();
  for (const exchange of exchanges) {
    const difference = await attempt(connection, (channel) => declareExchange(channel, exchange));
    if (difference)
      log.warn({ exchange: exchange.name, difference }, 'an exchange is declared otherwise: used as it is');
    if (difference && isDirect(difference)) direct.add(exchange.name);
  }
  for (const queue of queues) {
    const difference = await attempt(connection, (channel) => declareQueue(channel, queue));
    if (difference) log.warn({ queue: queue.name, difference }, 'a queue is declared otherwise: used as it is');
    for (const binding of queue.bindings) await bind(connection, queue, binding, direct.has(binding.exchange));
  }
}

/** On a channel of its own, which a refusal closes: null, or how what is there differs (406), in RabbitMQ's words. */
async function attempt(
  connection: AmqpConnection,
  request: (channel: OpenChannel) => Promise<unknown>,
): Promise<string | null> {
  const opened = await connection.channel();
  try {
    await request(opened);
    return null;
  } catch (error) {
    if (replyCode(error) !== 406) throw error;
    return /inequivalent .*(?="$)/.exec((error as Error).message)?.[0] ?? String(error);
  } finally {
    await opened.close();
  }
}

const isDirect = (difference: string): boolean => /arg 'type' .* current is 'direct'/.test(difference);

const declareExchange = (opened: OpenChannel, { name, type }: Exchange) =>
  opened.rpc(`declaring exchange ${name}`, (channel) => channel.assertExchange(name, type, { durable: true }));

const declareQueue = (opened: OpenChannel, queue: Queue) =>
  opened.rpc(`declaring queue ${queue.name}`, (channel) => channel.assertQueue(queue.name, options(queue)));

async function bind(connection: AmqpConnection, { name }: Queue, binding: Binding, direct: boolean): Promise<void> {
  const { exchange, pattern, keys = [pattern] } = binding;
  const opened = await connection.channel();
  try {
    for (const key of direct ? keys : [pattern])
      await opened.rpc(`binding ${name}`, (channel) => channel.bindQueue(name, exchange, key));
  } finally {
    await opened.close();
  }
}

const options = ({ deliveryLimit, deadLetterExchange, singleActiveConsumer }: Queue): Options.AssertQueue => ({
  durable: true,
  ...(deadLetterExchange === undefined ? {} : { deadLetterExchange }),
  arguments: {
    'x-queue-type': 'quorum',
    ...(deliveryLimit === undefined ? {} : { 'x-delivery-limit': deliveryLimit }),
    ...(singleActiveConsumer ? { 'x-single-active-consumer': true } : {}),
  },
});
