import type { Declarations } from '#lib/amqp/declarations.ts';
import { hrDeclarations, hrExchange, typesLike } from '#schemas/exchange.ts';

/** Where a queue's given-up messages lie. */
export const deadQueue = (queue: string): string => `${queue}.dead`;

const givenUp = (queue: string): string => `${queue}.given-up`;

/** A crash returns all that was handed out, and counts for each: the limit is far away from a few crashes. */
const deliveryLimit = 100;
/** Dead letters are looked at, not consumed. */
const never = 1_000_000;

interface Listening {
  readonly queue: string;
  readonly prefix: string;
  readonly patterns: readonly string[];
}

/** The exchange of events, a queue of one's own on it, and the queue of what is given up by us or by the broker. */
export function inboxDeclarations({ queue, prefix, patterns }: Listening): Declarations {
  const exchange = hrExchange(prefix);
  const { exchanges } = hrDeclarations(prefix);
  return {
    exchanges: [...exchanges, { name: givenUp(queue), type: 'fanout' }],
    queues: [
      { name: deadQueue(queue), bindings: [{ exchange: givenUp(queue), pattern: '' }], deliveryLimit: never },
      {
        name: queue,
        bindings: patterns.map((pattern) => ({ exchange, pattern, keys: typesLike(pattern) })),
        deliveryLimit,
        deadLetterExchange: givenUp(queue),
      },
    ],
  };
}
