import { forbidden } from '#lib/http/problem.ts';
import { hasRole, type Person, type Role } from '#schemas/access/people.ts';
import { type Condition, isAmong } from './conditions.ts';
import { memoizeFor } from './memoize.ts';
import { newestOf } from './rows.ts';
import type { World } from './world.ts';

/** Whose figures and rows somebody may see: everybody's, those of these employee ids, or only of groups. */
export type Scope =
  | { readonly kind: 'everyone' }
  | { readonly kind: 'people'; readonly ids: readonly string[] }
  | { readonly kind: 'aggregates' };

/** Who may see rows at all; an analyst who is an employee too sees the own ones. */
export const rowRoles = ['employee', 'manager', 'hr', 'auditor', 'admin'] as const satisfies readonly Role[];

/** Whether somebody's figures are those of groups, frozen at the last midnight. */
export const seesGroupsOnly = (person: Person): boolean => hasRole(person, 'analyst') && !hasRole(person, 'hr');

/** Of several roles the broadest counts for rows; for statistics `analyst` is broader than `manager`. */
export async function scopeOf(person: Person, world: World, subject: 'rows' | 'statistics'): Promise<Scope> {
  if (hasRole(person, 'hr')) return { kind: 'everyone' };
  if (seesGroupsOnly(person) && (subject === 'statistics' || !hasRole(person, ...rowRoles)))
    return { kind: 'aggregates' };
  if (!hasRole(person, 'manager')) return { kind: 'people', ids: [person.employeeId] };
  return { kind: 'people', ids: withEverybodyBelow(person.employeeId, await readTree(world)) };
}

/** Reports by manager, as of now. */
type Tree = ReadonlyMap<string, readonly string[]>;

/** A move in the tree counts after this time at the latest. */
const treeMs = 3_000;

const readTree = memoizeFor(treeMs, async ({ database }: World): Promise<Tree> => {
  const sql = `SELECT manager_id, groupArray(employee_id) AS reports FROM ${newestOf('employees')}
    WHERE _deleted = 0 AND manager_id IS NOT NULL GROUP BY manager_id`;
  const rows = await database.rows({ sql, params: {} });
  return new Map(rows.map(({ manager_id, reports }) => [String(manager_id), (reports as unknown[]).map(String)]));
});

/** A person and all below, each once; a circle in the tree ends where it closes. */
export function withEverybodyBelow(id: string, tree: Tree): readonly string[] {
  const found = new Set([id]);
  for (const one of found) for (const report of tree.get(one) ?? []) found.add(report);
  return [...found];
}

/** 403 for who sees figures of groups only. */
export const onlyGroups = (): Error =>
  forbidden('Your role sees figures of groups, not of single people.', 'only_groups');

/** Leaves of rows those that are within the scope. */
export function within(scope: Scope, column: string): readonly Condition[] {
  if (scope.kind === 'aggregates') throw onlyGroups();
  return scope.kind === 'everyone' ? [] : [isAmong('scope', column, scope.ids)];
}
