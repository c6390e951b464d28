import { type Problem, refused } from '#lib/http/problem.ts';
import { localeOf, type Person } from '#schemas/access/people.ts';
import unlocked from '#schemas/events/auth.account.unlocked.ts';
import changed from '#schemas/events/auth.password.changed.ts';
import { draft } from '../common/messaging/events.ts';
import { loginOf, updateAccount } from './accounts.ts';
import {
  type Act,
  type ActWorld,
  type AuthWorld,
  about,
  act,
  actOn,
  aggregateOf,
  type From,
  nowhere,
  where,
} from './act.ts';
import { takeLink } from './links.ts';
import { ask } from './mailJobs.ts';
import { forgetFailures, newDevice, originOf, rememberDevice } from './origins.ts';
import { hashPassword, longestPassword, shortestPassword, verifyPassword, weaknessOf } from './password.ts';
import { use } from './rates.ts';
import { tellRefusal } from './refusals.ts';
import { end } from './sessions.ts';
import { isShut, refuse } from './signIn.ts';
import type { AccountRow } from './tables.ts';

/** 422 for a password that guessers try first. */
export function checkStrength(password: string, login: string): void {
  const weakness = weaknessOf(password, login);
  if (weakness !== null) throw weak(weakness);
}

/** The hash of a new password; 422 for one that is known from a breach. Asks outside, so not within a transaction. */
export async function hashNew({ breaches }: AuthWorld, password: string): Promise<string> {
  if (await breaches(password)) throw weak('breached');
  return hashPassword(password);
}

const weak = (weakness: string): Problem =>
  refused(`password_${weakness}`, 'This password is too easy to guess, or too long.', {
    remedy: `Use ${shortestPassword} to ${longestPassword} characters that are not a common or leaked password and not your name.`,
    facts: { shortest: shortestPassword, longest: longestPassword },
  });

/** Whether `password` is the person's; a wrong one counts towards the lock, as at a sign-in. */
export async function proven(world: AuthWorld, from: From, { employeeId }: Person, password: string): Promise<boolean> {
  await use(world, { action: 'proof', from, employeeId }, 'proofByPerson', employeeId);
  const query = world.database.db.selectFrom('accounts').select('password_hash');
  const known = await query.where('employee_id', '=', employeeId).executeTakeFirst();
  const right = await verifyPassword(known?.password_hash ?? null, password);
  const held = await actOn(world, from, { employee_id: employeeId }, async (work, account) => {
    const origin = await originOf(world, work.trx, employeeId, from);
    const shut = await isShut(world, work, account, origin);
    if (right && !shut) return true;
    const reason = shut ? 'locked' : 'bad_password_at_change';
    await refuse(world, work, { account, origin, login: account.login, reason });
    return false;
  });
  return held ?? false;
}

/** Gives a signed-in person another password and ends the other sessions; false when the present one was wrong. */
export async function changePassword(
  world: AuthWorld,
  from: From,
  person: Person,
  { current, next }: { readonly current: string; readonly next: string },
): Promise<boolean> {
  if (!(await proven(world, from, person, current))) return false;
  const passwordHash = await hashNew(world, next);
  const changed = await actOn(world, from, { employee_id: person.employeeId }, async (work, account) => {
    checkStrength(next, account.login);
    await write(work, account, passwordHash, 'changed');
    await end(work, account, 'password_changed', { which: ({ session_id }) => session_id !== person.sessionId });
    return true;
  });
  return changed ?? false;
}

async function write(work: Act, account: AccountRow, password_hash: string, reason: 'changed' | 'reset') {
  await updateAccount(work.trx, account.employee_id, { password_hash, password_at: work.now });
  const data = { ...about(account), reason, ...where(work) };
  await work.publish([draft(changed, aggregateOf(account.employee_id), data)]);
}

/** Asks for a link by mail; the answer is the same whether or not anybody has this login. */
export async function forgotten(world: AuthWorld, from: From, login: string): Promise<void> {
  const attempt = { action: 'password_forgotten', from, login: loginOf(login) } as const;
  await use(world, attempt, 'mailByAddress', from.ip);
  await use(world, attempt, 'mailByLogin', attempt.login);
  await ask(world, from, { kind: 'reset', login: attempt.login, locale: localeOf(null) });
}

/**
 * Sets the password that a mailed link was made for: every session ends, a lock opens, and the browser is a known one
 * from now on, as the device that is answered. null when the link holds no longer.
 */
export async function reset(world: AuthWorld, from: From, token: string, password: string): Promise<string | null> {
  const attempt = { action: 'password_reset', from } as const;
  await use(world, attempt, 'linkByAddress', from.ip);
  const passwordHash = await hashNew(world, password);
  return act(world, from, async (work) => {
    const link = (await takeLink(world, work.trx, 'reset', token)) as { employeeId: string } | null;
    const account = link && (await work.account({ employee_id: link.employeeId }));
    if (!account) {
      await tellRefusal(world, work, { ...attempt, employeeId: link?.employeeId }, link ? 'no_account' : 'link_over');
      return null;
    }
    checkStrength(password, account.login);
    await replace(work, account, passwordHash);
    const device = newDevice();
    await rememberDevice(work.trx, account.employee_id, device, work.now);
    return device;
  });
}

async function replace(work: Act, account: AccountRow, passwordHash: string): Promise<void> {
  await write(work, account, passwordHash, 'reset');
  await work.trx.deleteFrom('known_devices').where('employee_id', '=', account.employee_id).execute();
  await end(work, account, 'password_changed');
  await open(work, account, 'password_reset', null);
}

/** The same by an operator who has the database at hand, without a mail; false when nobody has this login. */
export async function resetByOperator(world: ActWorld, login: string, password: string): Promise<boolean> {
  const passwordHash = await hashPassword(password);
  const account = await actOn(world, nowhere, { login: loginOf(login) }, async (work, account) => {
    await replace(work, account, passwordHash);
    return account;
  });
  return account !== undefined;
}

/** Forgets the failures of an account; where they had locked it, that is told. */
export async function open(
  work: Act,
  account: AccountRow,
  reason: 'password_reset' | 'by_administrator',
  by: string | null,
): Promise<void> {
  const wasLocked = await forgetFailures(work.trx, account.employee_id, work.now);
  const wasShut = wasLocked || (account.blocked === 1 && by !== null);
  if (by !== null) await updateAccount(work.trx, account.employee_id, { blocked: 0 });
  if (!wasShut) return;
  const data = { ...about(account), reason, by, ...where(work) };
  await work.publish([draft(unlocked, aggregateOf(account.employee_id), data)]);
}
