import type { Transaction } from 'kysely';
import type { Clock } from '#lib/clock.ts';
import type { AnyEvent } from '#schemas/event.ts';
import { type Database, narrow, type Tables } from '../database/database.ts';
import type { CommonTables } from '../database/tables.ts';

export interface SeedOptions<DB> {
  readonly database: Database<DB>;
  readonly clock: Clock;
  /** The queue on which the same events may come later. */
  readonly consumer: string;
}

const atOnce = 200;

/**
 * Gives a service events as if they had come on its queue, without RabbitMQ: they are noted as handled, and those that have come already are
 * left out. Answers how many were new.
 */
export async function seedInbox<DB>(
  options: SeedOptions<DB>,
  events: readonly AnyEvent[],
  handle: (event: AnyEvent, trx: Transaction<Tables<DB>>) => Promise<void>,
): Promise<number> {
  let taken = 0;
  for (let at = 0; at < events.length; at += atOnce)
    taken += await seedSome(options, events.slice(at, at + atOnce), handle);
  return taken;
}

const seedSome = <DB>(
  { database, clock, consumer }: SeedOptions<DB>,
  events: readonly AnyEvent[],
  handle: (event: AnyEvent, trx: Transaction<Tables<DB>>) => Promise<void>,
): Promise<number> =>
  database.transaction(async (trx) => {
    const inbox = narrow<CommonTables>(trx);
    const ids = events.map(({ eventId }) => eventId);
    const query = inbox.selectFrom('inbox').select('event_id').where('consumer', '=', consumer);
    const known = new Set((await query.where('event_id', 'in', ids).execute()).map(({ event_id }) => event_id));
    const fresh = events.filter(({ eventId }) => !known.has(eventId));
    for (const event of fresh) {
      await handle(event, trx);
      await inbox.insertInto('inbox').values({ consumer, event_id: event.eventId, handled_at: clock.now() }).execute();
    }
    return fresh.length;
  });
