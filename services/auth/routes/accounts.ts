import { sql } from 'kysely';
import { z } from 'zod';
import type { Route } from '../../common/http/route.ts';
import { rolesOf } from '../accounts.ts';
import type { AuthWorld } from '../act.ts';
import { approveAddress } from '../addressChange.ts';
import { lock, removeFactor, setRoles, unlock } from '../administration.ts';
import { accountPage, roleAssignment } from '../answers.ts';
import * as fields from '../fields.ts';
import { lockedUntil } from '../origins.ts';
import { forAdmins } from './access.ts';
import { fromOf } from './sign.ts';

const params = z.object({ id: fields.employeeId });

const escaped = (text: string): string => text.toLowerCase().replace(/[!%_]/g, '!$&');

const listing = (world: AuthWorld): Route =>
  forAdmins.get('/accounts', {
    summary: 'Accounts by login, a page at a time',
    query: z.strictObject({
      search: z.string().max(200).default(''),
      after: z.string().max(200).default(''),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
    answer: accountPage,
    handle: async ({ query: { search, after, limit } }) => {
      const query = world.database.db.selectFrom('accounts').selectAll().where('login', '>', after);
      const matching = query.where(sql<boolean>`login like ${`%${escaped(search)}%`} escape '!'`);
      const rows = await matching.orderBy('login').limit(limit).execute();
      const now = world.clock.now();
      const ids = rows.map(({ employee_id }) => employee_id);
      const until = await lockedUntil(world.database.db, ids);
      const lockOf = (id: string): number | null => ((until.get(id) ?? 0) > now ? (until.get(id) ?? null) : null);
      return {
        accounts: rows.map((row) => ({
          employeeId: row.employee_id,
          login: row.login,
          roles: rolesOf(row),
          isBlocked: row.blocked === 1,
          lockedUntil: lockOf(row.employee_id),
          hasSecondFactor: row.totp_secret !== null,
          createdAt: row.created_at,
        })),
      };
    },
  });

const assigning = (world: AuthWorld): Route =>
  forAdmins.put('/accounts/:id/roles', {
    summary: 'Give an account exactly these roles',
    params,
    body: roleAssignment,
    answer: 'nothing',
    handle: (asked) =>
      setRoles(world, fromOf(asked), { by: asked.person.employeeId, employeeId: asked.params.id }, asked.body.roles),
  });

/** What administrators do with accounts. */
export const accountsRoutes = (world: AuthWorld): Route[] => [listing(world), assigning(world), ...actions(world)];

const actions = (world: AuthWorld): Route[] =>
  (
    [
      ['lock', 'Shut an account and end its sessions', lock],
      ['unlock', 'Open a locked account', unlock],
      ['mfa/remove', 'Take a lost second factor off an account', removeFactor],
      [
        'address/approve',
        'Approve a new sign-in address whose owner cannot; two administrators have to',
        approveAddress,
      ],
    ] as const
  ).map(([path, summary, perform]) =>
    forAdmins.post(`/accounts/:id/${path}`, {
      summary,
      params,
      answer: 'nothing',
      handle: (asked) => perform(world, fromOf(asked), { by: asked.person.employeeId, employeeId: asked.params.id }),
    }),
  );
