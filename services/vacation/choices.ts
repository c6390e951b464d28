import type { LeaveRules } from '#domain/leaveRules.ts';
import type { LocalDate } from '#lib/dates.ts';
import type { AnyEvent, EventOf } from '#schemas/event.ts';
import delegationChanged from '#schemas/events/vacation.delegation.changed.ts';
import rulesChanged from '#schemas/events/vacation.rules.changed.ts';
import { draft } from '../common/messaging/events.ts';
import { append } from '../common/messaging/outbox.ts';
import type { Act } from './act.ts';
import { changedPaths, writeRules } from './rules.ts';
import type { Trx } from './tables.ts';

// What hr and approvers choose is kept as it is now; each change is told, for the audit, and to have it back from
// Kafka.

/** Who decides in somebody's place. */
export interface Delegation {
  readonly delegateId: string;
  readonly from: LocalDate;
  readonly to: LocalDate | null;
  readonly whenAway: boolean;
}

/** What an event's list holds at most. */
const mostPaths = 1000;

/** Replaces the company's rules; the caller has compared versions. */
export async function replaceRules(
  { trx, origin, rules: before }: Act,
  by: string,
  rules: LeaveRules,
  version: number,
) {
  const content = JSON.stringify(rules);
  await writeRules(trx, content, version);
  const changed = changedPaths(before, rules).slice(0, mostPaths);
  const told = { employeeId: by, version, changed, rules: content };
  await append(trx, origin, [draft(rulesChanged, { type: 'rules', id: 'company' }, told)]);
}

/** Lets somebody, or nobody, decide in the place of `approverId`. */
export async function delegate({ trx, origin }: Act, approverId: string, chosen: Delegation | null): Promise<void> {
  const had = await writeDelegation(trx, approverId, chosen);
  if (!had && chosen === null) return;
  const told = { employeeId: approverId, ...(chosen ?? nobody) };
  await append(trx, origin, [draft(delegationChanged, { type: 'delegation', id: approverId }, told)]);
}

const nobody = { delegateId: null, from: null, to: null, whenAway: null };

/** Whether there was one before. */
async function writeDelegation(trx: Trx, approverId: string, chosen: Delegation | null): Promise<boolean> {
  const { numDeletedRows } = await trx
    .deleteFrom('delegations')
    .where('approver_id', '=', approverId)
    .executeTakeFirst();
  if (chosen) {
    const { delegateId, from, to, whenAway } = chosen;
    const days = { from_day: from, to_day: to, when_away: Number(whenAway) };
    await trx
      .insertInto('delegations')
      .values({ approver_id: approverId, delegate_id: delegateId, ...days })
      .execute();
  }
  return numDeletedRows > 0;
}

type Choice = EventOf<typeof rulesChanged> | EventOf<typeof delegationChanged>;

export const isChoice = (event: AnyEvent): event is AnyEvent & Choice =>
  event.type === rulesChanged.type || event.type === delegationChanged.type;

/** Takes over what was chosen; of several events about the same thing the last one stays. */
export async function takeOver(trx: Trx, event: Choice): Promise<void> {
  if (event.type === 'vacation.rules.changed') return writeRules(trx, event.rules, event.version);
  const { employeeId, delegateId, from, to, whenAway } = event;
  const chosen = delegateId === null || from === null ? null : { delegateId, from, to, whenAway: whenAway ?? false };
  await writeDelegation(trx, employeeId, chosen);
}
