import type { Options } from 'amqplib';
import type { OpenChannel } from './connection.ts';

interface Exchange {
  readonly name: string;
  readonly type: 'topic' | 'fanout' | 'direct';
  /** Where messages go that no queue wants. */
  readonly alternate?: string;
}

interface Queue {
  readonly name: string;
  readonly bindings: readonly { readonly exchange: string; readonly pattern: string }[];
  /** Given up after so many returns to the queue; needed on queues that are consumed. */
  readonly deliveryLimit?: number;
  /** Where given-up messages go. */
  readonly deadLetterExchange?: string;
  /** Of several consumers one gets messages; the others stand by. */
  readonly singleActiveConsumer?: boolean;
}

/** Exchanges and queues that are ours: durable, replicated where the broker is. */
export interface Topology {
  readonly exchanges: readonly Exchange[];
  readonly queues: readonly Queue[];
}

/** Declares everything that is missing; an error (406) when something of that name is different. */
export async function declare(opened: OpenChannel, { exchanges, queues }: Topology): Promise<void> {
  for (const { name, type, alternate } of exchanges) {
    const options = { durable: true, ...(alternate === undefined ? {} : { alternateExchange: alternate }) };
    await opened.rpc(`declaring exchange ${name}`, (channel) => channel.assertExchange(name, type, options));
  }
  for (const queue of queues) await declareQueue(opened, queue);
}

async function declareQueue(opened: OpenChannel, queue: Queue): Promise<void> {
  await opened.rpc(`declaring queue ${queue.name}`, (channel) => channel.assertQueue(queue.name, options(queue)));
  for (const { exchange, pattern } of queue.bindings) {
    await opened.rpc(`binding ${queue.name}`, (channel) => channel.bindQueue(queue.name, exchange, pattern));
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
