import type { AnyEvent } from '#schemas/event.ts';
import { lockGuard } from '../common/database/guard.ts';
import { seedInbox } from '../common/messaging/seed.ts';
import type { UserWorld } from './act.ts';
import { takeOver } from './fromElsewhere.ts';

/**
 * Fills the database with people as their events tell of them, in order of time, without publishing anything.
 * `consumer` is the queue on which the same events may come later: they are noted as handled, and those that have come
 * already are left out.
 */
export const seed = (
  { database, zone }: Pick<UserWorld, 'database' | 'zone'>,
  events: readonly AnyEvent[],
  consumer: string,
): Promise<number> =>
  seedInbox({ database, consumer }, events, async (event, trx) => {
    await lockGuard(database, trx);
    await takeOver(trx, event, zone);
  });
