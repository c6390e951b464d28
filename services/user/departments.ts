import type { LocalDate } from '#lib/dates.ts';
import { conflict } from '#lib/http/problem.ts';
import { checkVersion } from '../common/http/versions.ts';
import type { Act } from './act.ts';
import { findDepartment, getDepartment, insertDepartment } from './departmentStore.ts';
import { elsewhere, moveEvents } from './moves.ts';
import { changesOf } from './store.ts';
import type { DepartmentRow, Trx } from './tables.ts';
import { type Change, spanOn, spansOf, standing } from './timeline.ts';

/** 409 when there is, or was, one of this name: the history of the old one would become the history of the new one. */
export async function createDepartment({ trx }: Act, name: string): Promise<DepartmentRow> {
  if (await findDepartment(trx, name)) throw nameTaken(name);
  return insertDepartment(trx, name);
}

const nameTaken = (name: string) => conflict('department_exists', `There is, or was, a department named ${name}.`);

/**
 * From a day on a department has another name. Events know departments by name, so its people move to the new one on
 * that day; what lies before keeps the old name. Answers how many people that are.
 */
export async function renameDepartment(
  act: Act,
  { id, version, name, from }: { id: string; version: number; name: string; from: LocalDate },
): Promise<number> {
  const old = await openDepartment(act.trx, id, version);
  const next = await createDepartment(act, name);
  return close(act, old, next, from);
}

/** From a day on the people of one department belong to another one. */
export async function mergeDepartment(
  act: Act,
  { id, version, into, from }: { id: string; version: number; into: string; from: LocalDate },
): Promise<number> {
  const old = await openDepartment(act.trx, id, version);
  const target = await getDepartment(act.trx, into);
  if (target.merged_into !== null || into === id)
    throw conflict('department_closed', `${target.name} cannot take these people.`);
  return close(act, old, target, from);
}

async function openDepartment(trx: Trx, id: string, version: number): Promise<DepartmentRow> {
  const department = await getDepartment(trx, id);
  checkVersion(department.version, version);
  if (department.merged_into !== null)
    throw conflict('department_closed', `${department.name} has been renamed or merged already.`);
  return department;
}

async function close(act: Act, old: DepartmentRow, next: DepartmentRow, from: LocalDate): Promise<number> {
  const { trx } = act;
  await trx
    .updateTable('departments')
    .set({ version: old.version + 1, merged_into: next.department_id })
    .where('department_id', '=', old.department_id)
    .execute();
  const concerned = await trx
    .selectFrom('memberships')
    .select('employee_id')
    .distinct()
    .where('department', '=', old.name)
    .where('to_day', '>=', from)
    .orderBy('employee_id')
    .execute();
  for (const { employee_id } of concerned) {
    const changes = await changesOf(trx, employee_id, 'department');
    const moves = movesAway(changes, old.name, next.name, from).map(({ corrects, ...move }) => ({
      ...move,
      voids: corrects?.eventId ?? null,
      voidsSource: corrects && elsewhere(act, corrects),
    }));
    await moveEvents(act, employee_id, moves);
  }
  return concerned.length;
}

type Corrected = Pick<Change, 'eventId' | 'source'>;

/**
 * The moves that take a person out of `old` from a day on: one on that day, and a correction of each later move into
 * it.
 */
function movesAway(
  changes: readonly Change[],
  old: string,
  next: string,
  from: LocalDate,
): { department: string; effectiveFrom: LocalDate; corrects: Corrected | null }[] {
  const there = spanOn(spansOf(changes), from);
  const first =
    there?.value === old
      ? [{ department: next, effectiveFrom: from, corrects: there.from === from ? there : null }]
      : [];
  const later = standing(changes)
    .filter((change) => change.value === old && change.from > from)
    .map((change) => ({ department: next, effectiveFrom: change.from, corrects: change }));
  return [...first, ...later];
}
