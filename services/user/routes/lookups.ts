import { z } from 'zod';
import { localDate } from '#lib/dates.ts';
import type { Person } from '#schemas/access/people.ts';
import { hasRole } from '#schemas/access/people.ts';
import type { Route } from '../../common/http/route.ts';
import { etag } from '../../common/http/versions.ts';
import type { UserWorld } from '../act.ts';
import * as answers from '../answers.ts';
import { unknownPerson } from '../problems.ts';
import { chainAbove, teamOf, treeBelow } from '../tree.ts';
import { directoryOf, fullOf, historyOf, seesAll, withDepartment } from '../views.ts';
import { forStaff } from './access.ts';

/** To whom the directory names people who left, too: who looks after everybody, and who reads what everybody did. */
const knowsLeavers = (asker: Person): boolean => hasRole(asker, 'hr', 'auditor', 'admin');
export const byId = z.object({ id: z.string().min(1).max(200) });

const listQuery = z.object({
  q: z.string().max(100).optional(),
  department: z.string().max(200).optional(),
  managerId: z.string().max(200).optional(),
  active: z.enum(['true', 'false']).optional(),
  after: z.string().max(200).default(''),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});

/** What people and other services ask. */
export function lookups(world: UserWorld): Route[] {
  const reader = readerOf(world);
  return [
    ...directoryRoutes(world, reader),
    personRoute(world, reader),
    ...treeRoutes(world, reader),
    historyRoute(world, reader),
  ];
}

type Reader = ReturnType<typeof readerOf>;

/** Who may look at whom. */
function readerOf(world: UserWorld) {
  const { db } = world.database;
  const today = () => localDate(world.clock.now(), world.zone);
  const get = async (id: string) => {
    const row = await withDepartment(db, today()).where('people.employee_id', '=', id).executeTakeFirst();
    if (!row) throw unknownPerson();
    return row;
  };
  const only = async (allowed: boolean, id: string) => {
    const row = await get(id);
    if (!allowed) throw unknownPerson();
    return row;
  };
  return {
    today,
    get,
    /** 404 to strangers: what they may not see is not there. */
    getFull: async (asker: Person, id: string) => only(await seesAll(db, asker, id), id),
    /** Who left is known to those who see everything of them, and to auditors. */
    getVisible: async (asker: Person, id: string) => {
      const row = await get(id);
      return row.active === 1 || knowsLeavers(asker) ? row : only(await seesAll(db, asker, id), id);
    },
  };
}

const directoryRoutes = (world: UserWorld, { get, today }: Reader): Route[] => [
  forStaff.get('/me', {
    summary: 'Who is signed in, with everything that is kept of them',
    answer: answers.fullPerson,
    handle: async ({ person, context }) => {
      const row = await get(person.employeeId);
      context.set('etag', etag(row.version));
      return fullOf(world.database.db, row, today());
    },
  }),
  forStaff.get('/people', {
    summary: 'The directory, by employee id; people who left for HR, auditors and administrators',
    query: listQuery,
    answer: answers.directoryPage,
    handle: async ({ person, query }) => list(world, today(), query, knowsLeavers(person)),
  }),
];

const personRoute = ({ database: { db } }: UserWorld, { getVisible, today }: Reader): Route =>
  forStaff.get('/people/:id', {
    summary: 'A person: all of it for themselves, their managers and HR, else what the directory says',
    params: byId,
    answer: answers.someone,
    handle: async ({ person, params, context }) => {
      const row = await getVisible(person, params.id);
      if (!(await seesAll(db, person, params.id))) return { ...directoryOf(row), access: 'directory' as const };
      context.set('etag', etag(row.version));
      return fullOf(db, row, today());
    },
  });

const treeRoutes = ({ database: { db } }: UserWorld, { getVisible, getFull, today }: Reader): Route[] => [
  forStaff.get('/people/:id/team', {
    summary: 'The manager of a person, and who else reports to them',
    params: byId,
    answer: answers.team,
    handle: async ({ person, params }) => {
      const row = await getVisible(person, params.id);
      return teamOf(db, { id: params.id, managerId: row.manager_id }, today());
    },
  }),
  forStaff.get('/people/:id/managers', {
    summary: 'The managers above a person, nearest first',
    params: byId,
    answer: answers.managers,
    handle: async ({ person, params }) => {
      await getVisible(person, params.id);
      return { rows: await chainAbove(db, params.id, today()) };
    },
  }),
  forStaff.get('/people/:id/tree', {
    summary: 'Everybody who works under a person, for them, their managers and HR',
    params: byId,
    answer: answers.tree,
    handle: async ({ person, params }) => {
      await getFull(person, params.id);
      return { rows: await treeBelow(db, params.id, today()) };
    },
  }),
];

const historyRoute = ({ database: { db } }: UserWorld, { getFull }: Reader): Route =>
  forStaff.get('/people/:id/history', {
    summary: 'Moves and schedules of a person, corrected ones included',
    params: byId,
    answer: answers.history,
    handle: async ({ person, params, context }) => {
      const row = await getFull(person, params.id);
      context.set('etag', etag(row.version));
      return historyOf(db, params.id);
    },
  });

type ListQuery = z.infer<typeof listQuery>;

async function list({ database: { db } }: UserWorld, today: string, query: ListQuery, everybody: boolean) {
  let found = withDepartment(db, today).where('people.employee_id', '>', query.after);
  if (query.department !== undefined) found = found.where('memberships.department', '=', query.department);
  if (query.managerId !== undefined) found = found.where('people.manager_id', '=', query.managerId);
  const active = everybody ? query.active : 'true';
  if (active !== undefined) found = found.where('people.active', '=', active === 'true' ? 1 : 0);
  const rows = await found
    .orderBy('people.employee_id')
    .$if(query.q === undefined, (q) => q.limit(query.limit + 1))
    .execute();
  const wanted = rows.map(directoryOf).filter((entry) => query.q === undefined || names(entry, query.q));
  const page = wanted.slice(0, query.limit);
  return { rows: page, next: wanted.length > page.length ? (page.at(-1)?.employeeId ?? null) : null };
}

/** Looked for here, not by SQL: lower case of Ukrainian letters is unknown to SQLite. */
const names = ({ firstName, lastName, email, employeeId }: answers.DirectoryEntry, q: string): boolean =>
  `${firstName ?? ''} ${lastName ?? ''} ${firstName ?? ''} ${email ?? ''} ${employeeId}`
    .toLocaleLowerCase('uk')
    .includes(q.toLocaleLowerCase('uk').trim());
