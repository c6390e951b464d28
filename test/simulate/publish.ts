import { createPublisher } from '#lib/amqp/publisher.ts';
import type { Log } from '#lib/log.ts';
import { hrDeclarations, hrExchange } from '#schemas/exchange.ts';
import { cloudEvent, type Published } from './published.ts';

/** The company's way to RabbitMQ; an event counts as sent when RabbitMQ has confirmed it. */
export interface Bus {
  /** Publishes in this order; rejects when one is refused. */
  send(events: readonly Published[]): Promise<void>;
  stop(): Promise<void>;
}

const prefix = process.env.LEAVELINE_PREFIX;

/** Connects to RabbitMQ and waits there while it is away. */
export function connect(url: string, log: Log): Bus {
  const publisher = createPublisher({ url, log, declarations: hrDeclarations(prefix) });
  const publish = (event: Published): Promise<void> =>
    publisher.publish(hrExchange(prefix), event.type, Buffer.from(cloudEvent(event)), {
      contentType: 'application/cloudevents+json',
      messageId: event.id,
      type: event.type,
      timestamp: Math.floor(event.time / 1000),
      deliveryMode: 2,
      appId: event.source.slice(1),
    });
  return {
    send: async (events) => {
      await Promise.all(events.map(publish));
    },
    stop: () => publisher.stop(),
  };
}
