import type { Declarations } from '#lib/amqp/declarations.ts';
import { eventTypes } from './catalogue.ts';

/** Where services publish, with the event's type as the routing key. `prefix` keeps tests apart on a shared broker. */
export const hrExchange = (prefix = ''): string => `${prefix}hr.events`;

/** What ingress reads. */
export const hrQueue = (prefix = ''): string => `${prefix}leaveline.events`;

/** Messages kept whole in RabbitMQ: too large for the dead letters, given up by the broker, or routed nowhere. */
export const parkingQueue = (prefix = ''): string => `${prefix}leaveline.parking`;

/** Services that listen to events, each with a queue of its own. */
export const listeners = ['auth', 'user', 'vacation', 'notification', 'audit', 'reports'] as const;

/** What a service reads; what it gave up lies in the queue of this name with `.dead` behind. */
export const inboxQueue = (listener: string, prefix = ''): string => `${prefix}leaveline.${listener}`;

/** The event types that a routing pattern of a topic exchange stands for: `user.*`, `vacation.#`. */
export function typesLike(pattern: string): string[] {
  const words = pattern.split('.').map((word) => ({ '#': '(\\.[^.]+)*', '*': '\\.[^.]+' })[word] ?? `\\.${word}`);
  const like = new RegExp(`^${words.join('')}$`);
  return eventTypes.map(({ type }) => type).filter((type) => like.test(`.${type}`));
}

/**
 * Everything that is ours in RabbitMQ. Publishers declare it too, so that nothing published before the first start of
 * ingress is lost. The exchange of events carries no arguments, so that any publisher may declare it before us or
 * after: our queue takes all that is published there. What could find no queue all the same (somebody unbound ours)
 * goes to `hr.events.unrouted` where a policy says so (docs/operations.md). The delivery limit is far away on purpose:
 * each crash of ingress counts as one for all that it had been handed.
 */
export function hrDeclarations(prefix = ''): Declarations {
  const unrouted = `${prefix}hr.events.unrouted`;
  const dead = `${prefix}leaveline.given-up`;
  return {
    exchanges: [
      { name: unrouted, type: 'fanout' },
      { name: dead, type: 'fanout' },
      { name: hrExchange(prefix), type: 'topic' },
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
        bindings: [{ exchange: hrExchange(prefix), pattern: '#', keys: typesLike('#') }],
        deliveryLimit: 100,
        deadLetterExchange: dead,
        singleActiveConsumer: true,
      },
    ],
  };
}
