import type { LocalDate } from '#lib/dates.ts';
import type { Below } from './answers.ts';
import { managersAbove } from './store.ts';
import type { Db } from './tables.ts';
import { directoryOf, withDepartment } from './views.ts';

/** Who works under a person at any height, breadth first; one query per level, so a cycle ends it. */
export async function treeBelow(db: Db, id: string, today: LocalDate): Promise<Below[]> {
  const seen = new Set([id]);
  const found: Below[] = [];
  for (let depth = 1, level = [id]; level.length > 0; depth++) {
    const rows = await withDepartment(db, today)
      .where('people.manager_id', 'in', level)
      .where('people.active', '=', 1)
      .orderBy('people.employee_id')
      .execute();
    const fresh = rows.filter((row) => !seen.has(row.employee_id));
    for (const row of fresh) seen.add(row.employee_id);
    found.push(...fresh.map((row) => ({ ...directoryOf(row), depth })));
    level = fresh.map((row) => row.employee_id);
  }
  return found;
}

/** Who decides above a person, nearest first. */
export async function chainAbove(db: Db, id: string, today: LocalDate) {
  const ids = [...(await managersAbove(db, id)).keys()].filter((above) => above !== id);
  if (ids.length === 0) return [];
  const rows = await withDepartment(db, today).where('people.employee_id', 'in', ids).execute();
  const byId = new Map(rows.map((row) => [row.employee_id, directoryOf(row)]));
  return ids.flatMap((above) => byId.get(above) ?? []);
}

/** The people a person works with: those who have the same manager, and the manager. */
export async function teamOf(db: Db, { id, managerId }: { id: string; managerId: string | null }, today: LocalDate) {
  if (managerId === null) return { manager: null, members: [] };
  const rows = await withDepartment(db, today)
    .where((is) => is.or([is('people.manager_id', '=', managerId), is('people.employee_id', '=', managerId)]))
    .where('people.active', '=', 1)
    .orderBy('people.employee_id')
    .execute();
  const people = rows.map(directoryOf);
  const others = people.filter(({ employeeId }) => employeeId !== managerId && employeeId !== id);
  return { manager: people.find(({ employeeId }) => employeeId === managerId) ?? null, members: others };
}
