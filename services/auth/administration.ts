import { conflict, forbidden, notFound } from '#lib/http/problem.ts';
import { roles as allRoles, type Role } from '#schemas/access/people.ts';
import locked from '#schemas/events/auth.account.locked.ts';
import rolesChanged from '#schemas/events/auth.roles.changed.ts';
import { draft } from '../common/messaging/events.ts';
import { rolesOf, updateAccount } from './accounts.ts';
import { type Act, type AuthWorld, about, actOn, aggregateOf, type From, where } from './act.ts';
import { open } from './passwords.ts';
import { end } from './sessions.ts';
import type { AccountRow } from './tables.ts';
import { remove } from './totp.ts';

/** Who does it to whom. */
export interface AdminAction {
  readonly by: string;
  readonly employeeId: string;
}

type Change = (act: Act, account: AccountRow) => Promise<void>;

/** Runs `work` on the account; 404 where there is none. */
export async function change(
  world: AuthWorld,
  from: From,
  { employeeId }: Pick<AdminAction, 'employeeId'>,
  work: Change,
): Promise<void> {
  const found = await actOn(world, from, { employee_id: employeeId }, async (act, account) => {
    await work(act, account);
    return true;
  });
  if (!found) throw notFound('There is no account with this number.', 'unknown_account');
}

/**
 * Gives an account exactly these roles; they are in its tokens from the next refresh on. 409 rather than leave nobody
 * who is admin.
 */
export const setRoles = (world: AuthWorld, from: From, action: AdminAction, wanted: readonly Role[]): Promise<void> =>
  change(world, from, action, async (work, account) => {
    const before = rolesOf(account);
    const next = allRoles.filter((role) => wanted.includes(role));
    if (before.join() === next.join()) return;
    if (action.by === action.employeeId && next.some((role) => !before.includes(role)))
      throw forbidden('Nobody gives themselves a role; another administrator may.', 'own_account');
    if (before.includes('admin') && !next.includes('admin')) await checkOtherAdmin(work, account);
    await updateAccount(work.trx, account.employee_id, { roles: JSON.stringify(next) });
    const data = { ...about(account), before, roles: next, by: action.by, ...where(work) };
    await work.publish([draft(rolesChanged, aggregateOf(account.employee_id), data)]);
  });

async function checkOtherAdmin({ trx }: Act, { employee_id }: AccountRow): Promise<void> {
  const others = trx.selectFrom('accounts').select('roles').where('employee_id', '!=', employee_id);
  const rows = await others.where('blocked', '=', 0).where('roles', 'like', '%"admin"%').execute();
  if (rows.length === 0) throw conflict('last_admin', 'Somebody has to stay administrator.');
}

/** Shuts an account until an administrator opens it, and ends its sessions. */
export const lock = (world: AuthWorld, from: From, action: AdminAction): Promise<void> =>
  change(world, from, action, async (work, account) => {
    if (account.blocked === 1) return;
    if (rolesOf(account).includes('admin')) await checkOtherAdmin(work, account);
    await updateAccount(work.trx, account.employee_id, { blocked: 1 });
    await end(work, account, 'blocked', { by: action.by });
    const data = { ...about(account), reason: 'by_administrator', until: null, by: action.by };
    await work.publish([draft(locked, aggregateOf(account.employee_id), data)]);
  });

export const unlock = (world: AuthWorld, from: From, action: AdminAction): Promise<void> =>
  change(world, from, action, (work, account) => open(work, account, 'by_administrator', action.by));

/** For who has lost the second factor and the recovery codes. */
export const removeFactor = (world: AuthWorld, from: From, action: AdminAction): Promise<void> =>
  change(world, from, action, (work, account) => remove(work, account, 'by_administrator', action.by));
