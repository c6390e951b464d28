import { departments } from './answers.ts';
import { groupNames } from './privacy/read.ts';
import { newestSnapshot } from './privacy/snapshot.ts';
import { json, route } from './route.ts';
import { newestOf } from './rows.ts';
import { type Scope, scopeOf, within } from './scope.ts';

/** People's departments now and before, and those that only requests know: nobody announced their people. */
function statementOf(scope: Scope) {
  const conditions = within(scope, 'employee_id');
  const where = ['_deleted = 0', ...conditions.map(({ sql }) => sql)].join(' AND ');
  const sql = `
    SELECT DISTINCT department FROM (
      SELECT arrayJoin(arrayPushBack(departments, department)) AS department FROM ${newestOf('employees')} WHERE ${where}
      UNION ALL
      SELECT department FROM ${newestOf('requests')} WHERE ${where}
    )
    ORDER BY department`;
  return { sql, params: Object.assign({}, ...conditions.map(({ params }) => params)) };
}

export const departmentsRoute = route({
  path: '/api/departments',
  summary: 'Names of all departments that there are or were; of those within your sight, or of groups.',
  roles: 'signed-in',
  parameters: {},
  answer: departments,
  read: async (_, world, person) => {
    const scope = await scopeOf(person, world, 'statistics');
    if (scope.kind === 'aggregates') return json(await groupNames(world, await newestSnapshot(world)));
    return json((await world.database.rows(statementOf(scope))).map(({ department }) => department));
  },
});
