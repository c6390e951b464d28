import type { Actor } from '#domain/decide.ts';
import type { LocalDate } from '#lib/dates.ts';
import { hasRole, type Person as SignedIn } from '#schemas/access/people.ts';
import { hasLeft, managersAbove } from '../common/people/tree.ts';
import type { Act } from './act.ts';
import { everybodyBelow, isAway, peopleOf } from './replica.ts';
import type { Trx } from './tables.ts';

/** What somebody who is signed in is to an employee. */
export async function actorFor({ trx, today }: Act, person: SignedIn, employeeId: string): Promise<Actor> {
  const { employeeId: actorId } = person;
  const self = actorId === employeeId;
  const hr = hasRole(person, 'hr');
  const manager = !self && (await decidesFor(trx, actorId, employeeId, today));
  return { employeeId: actorId, self, hr, manager };
}

/**
 * In the manager tree above, or the delegate of the direct manager; of managers who have left, also of the one above
 * them.
 */
async function decidesFor(trx: Trx, actorId: string, employeeId: string, today: LocalDate): Promise<boolean> {
  const above = await managersAbove(trx, employeeId);
  if (above.includes(actorId)) return true;
  const replaced = await approversReplacedBy(trx, actorId, today);
  for (const manager of replaced.length > 0 ? above : []) {
    if (replaced.includes(manager)) return true;
    if (!(await hasLeft(trx, manager))) return false;
  }
  return false;
}

/** For whom somebody stands in as an approver today; who has left is away for good. */
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
    if (when_away === 0 || (await isAway(trx, approver_id, today)) || (await hasLeft(trx, approver_id)))
      replaced.push(approver_id);
  return replaced;
}

/**
 * Who stands in today for the manager who would decide: those who are not above the person, but decide all the same.
 */
export async function standInsFor({ trx, today }: Act, employeeId: string): Promise<string[]> {
  const found: string[] = [];
  for (const manager of await managersAbove(trx, employeeId)) {
    const chosen = trx.selectFrom('delegations').select('delegate_id').where('approver_id', '=', manager);
    for (const { delegate_id } of await chosen.execute())
      if ((await approversReplacedBy(trx, delegate_id, today)).includes(manager)) found.push(delegate_id);
    if (!(await hasLeft(trx, manager))) break;
  }
  const here = await peopleOf(trx, found);
  return [...new Set(found)].filter((id) => id !== employeeId && here.get(id)?.active);
}

/** Whose leave somebody decides on: the tree below, and the people of managers whom they stand in for. */
export async function decidedBy({ trx, today }: Act, actorId: string): Promise<Set<string>> {
  const ids = await everybodyBelow(trx, actorId);
  const replaced = await approversReplacedBy(trx, actorId, today);
  for (const id of await reportsOf(trx, replaced)) ids.add(id);
  ids.delete(actorId);
  return ids;
}

/** Who reports to these people, directly or through managers who have left. */
async function reportsOf(trx: Trx, managers: readonly string[]): Promise<Set<string>> {
  const found = new Set<string>();
  for (let level = [...managers]; level.length > 0; ) {
    const people = trx.selectFrom('people').select(['employee_id', 'active']).where('manager_id', 'in', level);
    const rows = (await people.execute()).filter(({ employee_id }) => !found.has(employee_id));
    for (const { employee_id } of rows) found.add(employee_id);
    level = rows.filter(({ active }) => active === 0).map(({ employee_id }) => employee_id);
  }
  return found;
}

/** Who may see somebody's leave: themselves, who decides on it, hr. */
export const sees = ({ self, hr, manager }: Actor): boolean => self || hr || manager;
