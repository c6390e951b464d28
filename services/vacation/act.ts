import type { LeaveRules } from '#domain/leaveRules.ts';
import { type LocalDate, localDate } from '#lib/dates.ts';
import type { Trace } from '#lib/http/trace.ts';
import type { ServiceContext } from '../common/database/context.ts';
import { lockGuard } from '../common/database/guard.ts';
import type { Origin } from '../common/messaging/outbox.ts';
import { readRules } from './rules.ts';
import type { Trx, VacationTables } from './tables.ts';

/** What the service works with. */
export interface VacationWorld extends ServiceContext<VacationTables> {
  /** COMPANY_TIME_ZONE. */
  readonly zone: string;
  /** The company's rules until hr writes others. */
  readonly standard: LeaveRules;
}

/** One look or change, in one transaction. */
export interface Act {
  readonly trx: Trx;
  readonly today: LocalDate;
  readonly zone: string;
  readonly rules: LeaveRules;
  readonly origin: Origin;
}

type Cause = Pick<Trace, 'traceparent'> | undefined;

/**
 * Runs `work` alone: the guard's row lock makes changes come one after the other, so each decides on what the one
 * before has committed.
 */
export const change = <T>(world: VacationWorld, trace: Cause, work: (act: Act) => Promise<T>): Promise<T> =>
  world.database.transaction(async (trx) => {
    await lockGuard(world.database, trx);
    return work(await actIn(world, trx, trace));
  });

/** Runs `work` on one consistent state, changing nothing. */
export const look = <T>(world: VacationWorld, work: (act: Act) => Promise<T>): Promise<T> =>
  world.database.transaction(async (trx) => work(await actIn(world, trx, undefined)));

/** A change within a transaction that is open already. */
export async function changeIn(world: VacationWorld, trx: Trx, trace: Cause): Promise<Act> {
  await lockGuard(world.database, trx);
  return actIn(world, trx, trace);
}

async function actIn(world: VacationWorld, trx: Trx, trace: Cause): Promise<Act> {
  const { clock, source, zone, standard } = world;
  const { rules } = await readRules(trx, standard);
  return { trx, rules, zone, today: localDate(clock.now(), zone), origin: { clock, source, trace } };
}
