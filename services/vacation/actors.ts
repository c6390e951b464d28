import type { Actor } from '#domain/decide.ts';
import type { LocalDate } from '#lib/dates.ts';
import { hasRole, type Person as SignedIn } from '#schemas/access/people.ts';
import type { Act } from './act.ts';
import { everybodyBelow, isAway, managersAbove } from './replica.ts';
import type { Trx } from './tables.ts';

/** What somebody who is signed in is to an employee. */
export async function actorFor({ trx, today }: Act, person: SignedIn, employeeId: string): Promise<Actor> {
  const { employeeId: actorId } = person;
  const self = actorId === employeeId;
  const hr = hasRole(person, 'hr');
  const manager = !self && (await decidesFor(trx, actorId, employeeId, today));
  return { employeeId: actorId, self, hr, manager };
}

/** In the manager tree above, or the delegate of the direct manager. */
async function decidesFor(trx: Trx, actorId: string, employeeId: string, today: LocalDate): Promise<boolean> {
  const above = await managersAbove(trx, employeeId);
  if (above.includes(actorId)) return true;
  const [direct] = above;
  return direct !== undefined && (await approversReplacedBy(trx, actorId, today)).includes(direct);
}

/** For whom somebody stands in as an approver today. */
async function approversReplacedBy(trx: Trx, delegateId: string, today: LocalDate): Promise<string[]> {
  const rows = await trx
    .selectFrom('delegations')
    .select(['approver_id', 'when_away'])
    .where('delegate_id', '=', delegateId)
    .where('from_day', '<=', today)
    .where((where) => where.or([where('to_day', 'is', null), where('to_day', '>=', today)]))
    .execute();
  const replaced: string[] = [];
  for (const { approver_id, when_away } of rows)
    if (when_away === 0 || (await isAway(trx, approver_id, today))) replaced.push(approver_id);
  return replaced;
}

/** Whose leave somebody decides on: the tree below, and the people of managers whom they stand in for. */
export async function decidedBy({ trx, today }: Act, actorId: string): Promise<Set<string>> {
  const ids = await everybodyBelow(trx, actorId);
  const replaced = await approversReplacedBy(trx, actorId, today);
  if (replaced.length > 0) {
    const rows = await trx.selectFrom('people').select('employee_id').where('manager_id', 'in', replaced).execute();
    for (const { employee_id } of rows) ids.add(employee_id);
  }
  ids.delete(actorId);
  return ids;
}

/** Who may see somebody's leave: themselves, who decides on it, hr. */
export const sees = ({ self, hr, manager }: Actor): boolean => self || hr || manager;
