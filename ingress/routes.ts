import type { AmqpConnection } from '#lib/amqp/connection.ts';
import { declare } from '#lib/amqp/declarations.ts';
import { findQueue } from '#lib/amqp/foreignQueue.ts';
import type { Log } from '#lib/log.ts';
import { hrDeclarations, hrQueue } from '#schemas/exchange.ts';
import { binary } from '#schemas/reader/cloudEvents/binary.ts';
import { structured } from '#schemas/reader/cloudEvents/structured.ts';
import type { Envelope } from '#schemas/reader/envelope.ts';
import { envelopes } from '#schemas/reader/envelopes.ts';
import type { Translator } from './translator.ts';
import { translators } from './translators.ts';

/** One queue, and how its messages are read: by the first envelope that recognises them. */
export interface Route {
  readonly name: string;
  readonly queue: string;
  readonly envelopes: readonly Envelope[];
  /** Before consuming: null when the queue is there, else why not yet. */
  prepare(connection: AmqpConnection, log: Log): Promise<string | null>;
}

/** Our own exchange and queue, then the queue of every translator. `prefix` goes before the names that are ours. */
export const routes = (prefix = ''): Route[] => [ownRoute(prefix), ...translators.map(foreignRoute)];

const ownRoute = (prefix: string): Route => ({
  name: 'hr.events',
  queue: hrQueue(prefix),
  envelopes,
  prepare: async (connection, log) => {
    await declare(connection, hrDeclarations(prefix), log);
    return null;
  },
});

/** Somebody else's queue is never declared over; it is taken as it is found. */
export const foreignRoute = (translator: Translator): Route => ({
  name: translator.queue,
  queue: translator.queue,
  envelopes: [structured, binary, asEnvelope(translator)],
  prepare: (connection) => findQueue(connection, translator.queue, translator.whenAbsent),
});

const asEnvelope = ({ queue, translate }: Translator): Envelope => ({
  name: queue,
  recognises: () => true,
  open: translate,
});
