import { type LocalDate, localDate } from '#lib/dates.ts';
import type { Trace } from '#lib/http/trace.ts';
import type { AnyEvent } from '#schemas/event.ts';
import type { ServiceContext } from '../common/database/context.ts';
import { lockGuard } from '../common/database/guard.ts';
import type { Draft } from '../common/messaging/events.ts';
import { append, type Origin } from '../common/messaging/outbox.ts';
import type { Trx, UserTables } from './tables.ts';

/** What every change needs to know. */
export interface UserWorld extends ServiceContext<UserTables> {
  /** COMPANY_TIME_ZONE. */
  readonly zone: string;
}

/** One change of the company, in one transaction with its events. */
export interface Act {
  readonly trx: Trx;
  /** The local day on which it is made. */
  readonly today: LocalDate;
  /** Who publishes. */
  readonly source: string;
  publish(events: readonly Draft[]): Promise<readonly AnyEvent[]>;
}

/**
 * Runs `work` alone: the guard's row lock makes changes come one after the other, so each decides on the company as it
 * is.
 */
export function change<T>(
  world: UserWorld,
  trace: Pick<Trace, 'traceparent'> | undefined,
  work: (act: Act) => Promise<T>,
): Promise<T> {
  const { database, clock, source, zone } = world;
  const origin: Origin = { source, clock, trace };
  return database.transaction(async (trx) => {
    await lockGuard(database, trx);
    const today = localDate(clock.now(), zone);
    return work({ trx, today, source, publish: (events) => append(trx, origin, events) });
  });
}
