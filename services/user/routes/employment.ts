import type { Route } from '../../common/http/route.ts';
import type { UserWorld } from '../act.ts';
import { type Employment, employment } from '../answers.ts';
import { unknownPerson } from '../problems.ts';
import { findPerson, spansOfPerson } from '../store.ts';
import type { PersonRow, Trx } from '../tables.ts';
import { seesAll } from '../views.ts';
import { forStaff } from './access.ts';
import { byId } from './lookups.ts';

/** What another service asks when it needs the newest of a person, whatever has reached it of the events. */
export const employmentRoute = ({ database }: UserWorld): Route =>
  forStaff.get('/people/:id/employment', {
    summary: 'Who manages a person, and where and when they work, for them, their managers and HR',
    params: byId,
    answer: employment,
    handle: ({ person, params: { id } }) =>
      database.transaction(async (trx) => {
        const row = await findPerson(trx, id);
        if (!row || !(await seesAll(trx, person, id))) throw unknownPerson();
        return employmentOf(trx, row);
      }),
  });

async function employmentOf(trx: Trx, row: PersonRow): Promise<Employment> {
  const id = row.employee_id;
  const departments = await spansOfPerson(trx, id, 'department');
  const schedules = await spansOfPerson(trx, id, 'schedule');
  return {
    employeeId: id,
    firstName: row.first_name,
    lastName: row.last_name,
    managerId: row.manager_id,
    region: row.region,
    hiredOn: row.hired_on,
    leftOn: row.last_day,
    active: row.active === 1,
    departments: departments.map(({ from, value }) => ({ from, value })),
    schedules: schedules.map(({ from, value }) => ({ from, value: JSON.parse(value) })),
    toldAt: await toldAt(trx, row),
  };
}

/** Of events decided here the outbox knows the last; of those from elsewhere profile and timelines do. */
async function toldAt(trx: Trx, { employee_id, profile_at }: PersonRow): Promise<number> {
  const own = trx.selectFrom('outbox_aggregates').select('last_at').where('aggregate_type', '=', 'user');
  const decided = await own.where('aggregate_id', '=', employee_id).executeTakeFirst();
  const changes = trx.selectFrom('timeline').select((of) => of.fn.max('occurred_at').as('at'));
  const changed = await changes.where('employee_id', '=', employee_id).executeTakeFirst();
  return Math.max(profile_at, decided?.last_at ?? 0, Number(changed?.at ?? 0));
}
