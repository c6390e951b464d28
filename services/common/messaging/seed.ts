import type { Transaction } from 'kysely';
import type { AnyEvent } from '#schemas/event.ts';
import { type Database, narrow, type Tables } from '../database/database.ts';
import type { CommonTables } from '../database/tables.ts';
import { note, notedOf } from './notes.ts';

export interface SeedOptions<DB> {
  readonly database: Database<DB>;
  /** The queue on which the same events may come later. */
  readonly consumer: string;
}

const atOnce = 200;

/**
 * Gives a service events as if they had come on its queue, without RabbitMQ: they are noted as handled, and those that
 * have come already are left out. Answers how many were new.
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
  { database, consumer }: SeedOptions<DB>,
  events: readonly AnyEvent[],
  handle: (event: AnyEvent, trx: Transaction<Tables<DB>>) => Promise<void>,
): Promise<number> =>
  database.transaction(async (trx) => {
    let taken = 0;
    for (const event of events) {
      if ((await note(narrow<CommonTables>(trx), consumer, notedOf(event))) === 'known') continue;
      await handle(event, trx);
      taken++;
    }
    return taken;
  });
