import { departments } from './answers.ts';
import type { Statement } from './clickhouse.ts';
import { allOf } from './conditions.ts';
import { groupNames } from './privacy/read.ts';
import { newestSnapshot } from './privacy/snapshot.ts';
import { type Route, signedIn } from './route.ts';
import { newestOf } from './rows.ts';
import { type Scope, scopeOf, within } from './scope.ts';
import type { World } from './world.ts';

/** People's departments now and before, and those that only requests know: nobody announced their people. */
function statementOf(scope: Scope): Statement {
  const where = allOf(within(scope, 'employee_id'), '_deleted = 0');
  const sql = `
    SELECT DISTINCT department FROM (
      SELECT arrayJoin(arrayPushBack(departments, department)) AS department FROM ${newestOf('employees')} WHERE ${where.sql}
      UNION ALL
      SELECT department FROM ${newestOf('requests')} WHERE ${where.sql}
    )
    ORDER BY department`;
  return { sql, params: where.params };
}

export const departmentsRoute = (world: World): Route =>
  signedIn.get('/departments', {
    summary: 'Names of all departments that there are or were; of those within your sight, or of groups.',
    answer: departments,
    handle: async ({ person }) => {
      const scope = await scopeOf(person, world, 'statistics');
      if (scope.kind === 'aggregates') return groupNames(world, await newestSnapshot(world));
      return (await world.database.rows(statementOf(scope))).map(({ department }) => String(department));
    },
  });
