import type { AnyEvent } from '#schemas/event.ts';
import { lockCompany, type UserWorld } from './act.ts';
import { takeOver } from './fromElsewhere.ts';

const atOnce = 200;

/**
 * Fills the database with people as their events tell of them, in order of time, without publishing anything. `consumer` is the queue
 * on which the same events may come later: they are noted as handled, and those that have come already are left out.
 */
export async function seed(
  { database, clock, zone }: Pick<UserWorld, 'database' | 'clock' | 'zone'>,
  events: readonly AnyEvent[],
  consumer: string,
): Promise<number> {
  let taken = 0;
  for (let at = 0; at < events.length; at += atOnce)
    taken += await database.transaction(async (trx) => {
      await lockCompany(database, trx);
      const some = events.slice(at, at + atOnce);
      const ids = some.map(({ eventId }) => eventId);
      const query = trx.selectFrom('inbox').select('event_id').where('consumer', '=', consumer);
      const known = new Set((await query.where('event_id', 'in', ids).execute()).map(({ event_id }) => event_id));
      const fresh = some.filter(({ eventId }) => !known.has(eventId));
      for (const event of fresh) {
        await takeOver(trx, event, zone);
        await trx.insertInto('inbox').values({ consumer, event_id: event.eventId, handled_at: clock.now() }).execute();
      }
      return fresh.length;
    });
  return taken;
}
