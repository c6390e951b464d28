import { z } from 'zod';
import { localDate } from '#lib/dates.ts';
import type { Route } from '../../common/http/route.ts';
import { wantedVersion } from '../../common/http/versions.ts';
import { change, type UserWorld } from '../act.ts';
import * as answers from '../answers.ts';
import { createDepartment, mergeDepartment, renameDepartment } from '../departments.ts';
import { forOffice, forStaff } from './access.ts';

const one = z.object({ id: z.guid() });

export const departmentRoutes = (world: UserWorld): Route[] => [...openRoutes(world), ...closingRoutes(world)];

const openRoutes = (world: UserWorld): Route[] => [
  forStaff.get('/departments', {
    summary: 'The departments, with how many people they have today',
    answer: answers.departments,
    handle: async () => ({ rows: await departmentsOf(world) }),
  }),
  forOffice.post('/departments', {
    summary: 'Creates a department',
    body: answers.newDepartment,
    status: 201,
    answer: answers.department,
    handle: async ({ body, traceparent }) => {
      const row = await change(world, { traceparent }, (act) => createDepartment(act, body.name));
      return { id: row.department_id, name: row.name, version: row.version, people: 0 };
    },
  }),
];

const closingRoutes = (world: UserWorld): Route[] => [
  forOffice.post('/departments/:id/rename', {
    summary: 'Gives a department another name from a day on; what lies before keeps the old one',
    params: one,
    body: answers.renaming,
    answer: answers.moved,
    handle: async ({ params, body, traceparent, context }) => {
      const target = { id: params.id, version: wantedVersion(context.get('if-match')) };
      const what = { ...target, name: body.name, from: body.effectiveFrom };
      return { people: await change(world, { traceparent }, (act) => renameDepartment(act, what)) };
    },
  }),
  forOffice.post('/departments/:id/merge', {
    summary: 'Moves the people of a department into another one from a day on, and closes it',
    params: one,
    body: answers.merger,
    answer: answers.moved,
    handle: async ({ params, body, traceparent, context }) => {
      const target = { id: params.id, version: wantedVersion(context.get('if-match')) };
      const what = { ...target, into: body.into, from: body.effectiveFrom };
      return { people: await change(world, { traceparent }, (act) => mergeDepartment(act, what)) };
    },
  }),
];

async function departmentsOf({ database: { db }, clock, zone }: UserWorld): Promise<answers.Department[]> {
  const today = localDate(clock.now(), zone);
  const rows = await db
    .selectFrom('departments')
    .selectAll()
    .where('merged_into', 'is', null)
    .orderBy('name')
    .execute();
  const counts = await db
    .selectFrom('memberships')
    .innerJoin('people', 'people.employee_id', 'memberships.employee_id')
    .select(({ fn }) => ['memberships.department', fn.countAll<number>().as('people')])
    .where('people.active', '=', 1)
    .where('from_day', '<=', today)
    .where('to_day', '>=', today)
    .groupBy('memberships.department')
    .execute();
  const people = new Map(counts.map((row) => [row.department, Number(row.people)]));
  return rows.map(({ department_id: id, name, version }) => ({ id, name, version, people: people.get(name) ?? 0 }));
}
