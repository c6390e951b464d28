import type { Topology } from '#lib/amqp/topology.ts';

/** Where services publish, with the event's type as the routing key. `prefix` keeps tests apart on a shared broker. */
export const hrExchange = (prefix = ''): string => `${prefix}hr.events`;

/** What ingress reads. */
export const hrQueue = (prefix = ''): string => `${prefix}leaveline.events`;

/** Messages kept whole in RabbitMQ: too large for the dead letters, given up by the broker, or routed nowhere. */
export const parkingQueue = (prefix = ''): string => `${prefix}leaveline.parking`;

/**
 * Everything that is ours in RabbitMQ. Publishers declare it too, so that nothing published before the first start of ingress is
 * lost. The delivery limit is far away on purpose: each crash of ingress counts as one for all that it had been handed.
 */
export function hrTopology(prefix = ''): Topology {
  const [unrouted, dead] = [`${prefix}hr.events.unrouted`, `${prefix}leaveline.given-up`];
  return {
    exchanges: [
      { name: unrouted, type: 'fanout' },
      { name: dead, type: 'fanout' },
      { name: hrExchange(prefix), type: 'topic', alternate: unrouted },
    ],
    queues: [
      {
        // RabbitMQ 4 would drop what has been looked at and put back twenty times.
        name: parkingQueue(prefix),
        deliveryLimit: 1_000_000,
        bindings: [
          { exchange: unrouted, pattern: '' },
          { exchange: dead, pattern: '' },
        ],
      },
      {
        name: hrQueue(prefix),
        bindings: [{ exchange: hrExchange(prefix), pattern: '#' }],
        deliveryLimit: 100,
        deadLetterExchange: dead,
        singleActiveConsumer: true,
      },
    ],
  };
}
