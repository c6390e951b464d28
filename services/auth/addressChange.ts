import { conflict, forbidden } from '#lib/http/problem.ts';
import { localeOf } from '#schemas/access/people.ts';
import changeNoted from '#schemas/events/auth.address.change_noted.ts';
import { draft } from '../common/messaging/events.ts';
import { actingRoles, updateAccount } from './accounts.ts';
import { type Act, type AuthWorld, about, act, aggregateOf, type From, where } from './act.ts';
import { type AdminAction, change } from './administration.ts';
import { takeLink } from './links.ts';
import { type AddressLink, addressMs, askWithin } from './mailJobs.ts';
import { use } from './rates.ts';
import { tellRefusal } from './refusals.ts';
import { end } from './sessions.ts';
import type { AccountRow, AddressChangeRow, Trx } from './tables.ts';

/** Administrators who stand for an owner who cannot be asked any more. */
const administratorsNeeded = 2;

const pendingOf = (trx: Trx, employeeId: string) =>
  trx.selectFrom('address_changes').selectAll().where('employee_id', '=', employeeId).executeTakeFirst();

/**
 * The company knows somebody by another mail address from now on. An address is no identity: the account keeps its
 * login until the new address is confirmed from there, and the old one is told at once. Somebody else's account keeps
 * the address that it has.
 */
export async function askAddressChange(
  world: AuthWorld,
  work: Act,
  account: AccountRow,
  newLogin: string,
): Promise<void> {
  const { trx, now } = work;
  const { employee_id, login } = account;
  const pending = await pendingOf(trx, employee_id);
  if (pending?.new_login === newLogin && now < pending.asked_at + addressMs) return;
  await trx.deleteFrom('address_changes').where('employee_id', '=', employee_id).execute();
  if (newLogin === login) return;
  const row = { employee_id, new_login: newLogin, asked_at: now, confirmed: 0, agreed: 0, approvals: '[]' };
  await trx.insertInto('address_changes').values(row).execute();
  await note(work, account, newLogin, 'asked');
  const locale = localeOf(account.locale);
  const employeeId = employee_id;
  await askWithin(world, work, { kind: 'address', side: 'new', login: newLogin, newLogin, employeeId, locale });
  await askWithin(world, work, { kind: 'address', side: 'old', login, newLogin, employeeId, locale });
}

const note = (work: Act, account: AccountRow, newLogin: string, step: string, by: string | null = null) =>
  work.publish([
    draft(changeNoted, aggregateOf(account.employee_id), { ...about(account), newLogin, step, by, ...where(work) }),
  ]);

/**
 * A mailed link was used: that of the new address confirms it, that of the old one agrees. false: it holds no longer.
 */
export async function confirmAddress(world: AuthWorld, from: From, token: string): Promise<boolean> {
  const attempt = { action: 'address_confirm', from } as const;
  await use(world, attempt, 'linkByAddress', from.ip);
  return act(world, from, async (work) => {
    const link = (await takeLink(world, work.trx, 'address', token)) as AddressLink | null;
    const account = link && (await work.account({ employee_id: link.employeeId }));
    const pending = link && (await pendingOf(work.trx, link.employeeId));
    if (!link || !account || pending?.new_login !== link.newLogin) {
      await tellRefusal(world, work, attempt, 'link_over');
      return false;
    }
    const isNew = link.side === 'new';
    await note(work, account, link.newLogin, isNew ? 'confirmed' : 'agreed');
    await advance(work, account, { ...pending, ...(isNew ? { confirmed: 1 } : { agreed: 1 }) });
    return true;
  });
}

/** An administrator stands for an owner whose old address is lost; not for themselves, and never alone. */
export function approveAddress(world: AuthWorld, from: From, { by, employeeId }: AdminAction): Promise<void> {
  if (by === employeeId) throw forbidden('Two other administrators have to approve it.', 'own_account');
  return change(world, from, { employeeId }, async (work, account) => {
    const pending = await pendingOf(work.trx, employeeId);
    if (!pending) throw conflict('no_address_change', 'No change of the address waits for this account.');
    const approvals = new Set(JSON.parse(pending.approvals) as string[]).add(by);
    await note(work, account, pending.new_login, 'approved', by);
    await advance(work, account, { ...pending, approvals: JSON.stringify([...approvals]) });
  });
}

/**
 * Writes down how far a change is; once nothing is missing the login moves, and every session and device has to sign in
 * anew.
 */
async function advance(work: Act, account: AccountRow, change: AddressChangeRow): Promise<void> {
  const { trx } = work;
  const { employee_id, new_login } = change;
  if (!(await isComplete(trx, account, change)) || (await work.account({ login: new_login }))) {
    const { confirmed, agreed, approvals } = change;
    const progress = trx.updateTable('address_changes').set({ confirmed, agreed, approvals });
    await progress.where('employee_id', '=', employee_id).execute();
    return;
  }
  await trx.deleteFrom('address_changes').where('employee_id', '=', employee_id).execute();
  await trx.deleteFrom('known_devices').where('employee_id', '=', employee_id).execute();
  await end(work, account, 'address_changed');
  await note(work, account, new_login, 'done');
  await updateAccount(trx, employee_id, { login: new_login });
}

/**
 * Who is more than an employee has to agree, or two administrators for them: their account opens more than their own.
 */
async function isComplete(trx: Trx, account: AccountRow, { confirmed, agreed, approvals }: AddressChangeRow) {
  if (confirmed === 0) return false;
  const roles = await actingRoles(trx, account);
  const isPrivileged = roles.some((role) => role !== 'employee');
  return !isPrivileged || agreed === 1 || JSON.parse(approvals).length >= administratorsNeeded;
}
