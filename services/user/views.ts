import type { LocalDate } from '#lib/dates.ts';
import { hasRole, type Person } from '#schemas/access/people.ts';
import type { DirectoryEntry, FullPerson, History } from './answers.ts';
import { sharesOf } from './fields.ts';
import { changesOf, managersAbove, spansOfPerson } from './store.ts';
import type { Db, PersonRow } from './tables.ts';
import { type Change, inOrder, spanOn, standing } from './timeline.ts';

/** People with their department of a day. */
export const withDepartment = (db: Db, today: LocalDate) =>
  db
    .selectFrom('people')
    .leftJoin('memberships', (join) =>
      join
        .onRef('memberships.employee_id', '=', 'people.employee_id')
        .on('memberships.from_day', '<=', today)
        .on('memberships.to_day', '>=', today),
    )
    .selectAll('people')
    .select('memberships.department');

type PersonOfDay = PersonRow & { readonly department: string | null };

export const directoryOf = (row: PersonOfDay): DirectoryEntry => ({
  employeeId: row.employee_id,
  firstName: row.first_name,
  lastName: row.last_name,
  email: row.email,
  department: row.department,
  managerId: row.manager_id,
  active: row.active === 1,
});

/** Whether somebody may see everything of a person: themselves, who manages them at any height, HR. */
export async function seesAll(db: Db, asker: Person, id: string): Promise<boolean> {
  if (asker.employeeId === id || hasRole(asker, 'hr', 'admin')) return true;
  const above = await managersAbove(db, id);
  return above.has(asker.employeeId);
}

export async function fullOf(db: Db, row: PersonOfDay, today: LocalDate): Promise<FullPerson> {
  const spans = await spansOfPerson(db, row.employee_id, 'schedule');
  const schedule = spanOn(spans, today)?.value;
  return {
    ...directoryOf(row),
    access: 'full',
    version: row.version,
    region: row.region,
    locale: row.locale,
    hiredOn: row.hired_on,
    lastDay: row.last_day,
    schedule: schedule === undefined ? null : sharesOf(JSON.parse(schedule)),
    erasureRequestedAt: row.erasure_requested_at === null ? null : new Date(row.erasure_requested_at).toISOString(),
  };
}

/** Everything that was ever said of where and when a person works, oldest first. */
export async function historyOf(db: Db, id: string): Promise<History> {
  const moves = await changesOf(db, id, 'department');
  const schedules = await changesOf(db, id, 'schedule');
  return {
    moves: told(moves).map(({ value, ...rest }) => ({ ...rest, department: value })),
    schedules: told(schedules).map(({ value, ...rest }) => ({ ...rest, schedule: sharesOf(JSON.parse(value)) })),
  };
}

function told(changes: readonly Change[]) {
  const counting = new Set(standing(changes));
  return inOrder(changes).map((change) => {
    const { eventId: id, from, value, voids, occurredAt } = change;
    const at = new Date(occurredAt).toISOString();
    return { id, from, value, voids, at, counts: counting.has(change) };
  });
}
