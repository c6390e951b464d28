import { available, type BalanceEvent, carryOverAtRisk, dueToday, noAccount } from '#domain/balances.ts';
import type { Unstamped } from '#domain/unstamped.ts';
import type { Act } from './act.ts';
import type { Balance } from './answers.ts';
import { balanceStream, load, record } from './eventStore.ts';
import { balanceFacts } from './facts.ts';
import type { Person } from './person.ts';
import { balanceOf, projectBalance } from './projections.ts';

/** Brings a person's balances up to today: what has accrued, what came over, what has expired. */
export async function keepBalances(act: Act, person: Person): Promise<void> {
  for (const leaveType of Object.keys(act.rules.types)) {
    const facts = await balanceFacts(act, person, leaveType, { only: true });
    if (!facts) continue;
    const balance = await balanceOf(act.trx, person.employeeId, leaveType);
    await add(act, person.employeeId, leaveType, dueToday(balance, facts));
  }
}

async function add(
  act: Act,
  employeeId: string,
  leaveType: string,
  decided: readonly Unstamped<BalanceEvent>[],
): Promise<void> {
  if (decided.length === 0) return;
  const stream = balanceStream(employeeId, leaveType);
  const version = (await load(act.trx, stream)).length;
  await projectBalance(act.trx, await record<BalanceEvent>(act, stream, version, decided));
}

/** A correction by hr. */
export interface Adjustment {
  readonly employeeId: string;
  readonly leaveType: string;
  readonly year: number;
  /** Millionths of a day. */
  readonly days: number;
  readonly adjustedBy: string;
  readonly reason: string;
}

export const adjust = (act: Act, adjustment: Adjustment): Promise<void> =>
  add(act, adjustment.employeeId, adjustment.leaveType, [{ type: 'vacation.balance.adjusted', ...adjustment }]);

/** Every balance of a person in a year, as of today; amounts in millionths of a day. */
export async function balancesOf(act: Act, person: Person, year: number): Promise<Balance[]> {
  const views: Balance[] = [];
  for (const leaveType of Object.keys(act.rules.types)) {
    const all = await balanceFacts(act, person, leaveType);
    const approved = await balanceFacts(act, person, leaveType, { only: true });
    if (!all || !approved) continue;
    const balance = await balanceOf(act.trx, person.employeeId, leaveType);
    const { granted, carried, adjusted, lapsed, forfeited } = balance[year] ?? noAccount;
    const first = `${year}-01-01`;
    const last = `${year}-12-31`;
    const until = act.today < last ? act.today : last;
    const taken = until < first ? 0 : approved.used(first, until);
    views.push({
      leaveType,
      year,
      granted,
      carried,
      adjusted,
      expired: lapsed + forfeited,
      taken,
      scheduled: approved.used(first, last) - taken,
      pending: all.used(first, last) - approved.used(first, last),
      available: available(balance, all, year, until < first ? first : until),
      atRisk: carryOverAtRisk(balance, approved, year),
    });
  }
  return views;
}
