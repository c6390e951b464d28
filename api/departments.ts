import { z } from 'zod';
import { json, route } from './route.ts';
import { newestOf } from './rows.ts';

/** People's departments now and before, and those that only requests know: nobody announced their people. */
const sql = `
  SELECT DISTINCT department FROM (
    SELECT arrayJoin(arrayPushBack(departments, department)) AS department FROM ${newestOf('employees')} WHERE _deleted = 0
    UNION ALL
    SELECT department FROM ${newestOf('requests')} WHERE _deleted = 0
  )
  ORDER BY department`;

export const departmentsRoute = route({
  path: '/api/departments',
  summary: 'Names of all departments that there are or were.',
  parameters: {},
  answer: z.array(z.string()),
  read: async (_, { database }) => json((await database.rows({ sql, params: {} })).map(({ department }) => department)),
});
