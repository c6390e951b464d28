import locked from '#schemas/events/auth.account.locked.ts';
import failed from '#schemas/events/auth.login.failed.ts';
import succeeded from '#schemas/events/auth.login.succeeded.ts';
import { draft } from '../common/messaging/events.ts';
import { isActive, loginOf, updateAccount } from './accounts.ts';
import { type Act, type AuthWorld, about, act, aggregateOf, type From, where } from './act.ts';
import { afterFailure, type Failures, isLocked, noFailures } from './lockout.ts';
import { verifyPassword } from './password.ts';
import { check, count, use } from './rates.ts';
import { aggregateFor, tellRefusal } from './refusals.ts';
import { begin, type Granted } from './sessions.ts';
import type { AccountRow } from './tables.ts';
import { takeCode } from './totp.ts';

export interface Credentials {
  readonly login: string;
  readonly password: string;
  /** Six digits, or a recovery code. */
  readonly otp?: string | undefined;
}

export type Reason = 'unknown_login' | 'disabled' | 'locked' | 'bad_password' | 'bad_otp' | 'bad_password_at_change';

export type SignedIn =
  | { readonly kind: 'in'; readonly granted: Granted }
  | { readonly kind: 'otp_required' }
  | { readonly kind: 'refused'; readonly reason: Reason };

/**
 * Signs in. 1. limits; 2. the password, outside any transaction and in the same time whether or not anybody has the
 * login; 3. the decision with its events, in one transaction. Whatever the reason of a refusal, only the event tells
 * it.
 */
export async function signIn(world: AuthWorld, from: From, credentials: Credentials): Promise<SignedIn> {
  const login = loginOf(credentials.login);
  const attempt = { action: 'sign_in', from, login } as const;
  await check(world, attempt, 'failuresByAddress', from.ip);
  await use(world, attempt, 'signInByAddress', from.ip);
  await use(world, attempt, 'signInByLogin', login);
  const hash = await hashOf(world, login);
  const holds = await verifyPassword(hash, credentials.password);
  return act(world, from, async (work) => {
    const account = await work.account({ login });
    const judged = await judge(world, work, account, holds && account?.password_hash === hash, credentials.otp);
    if (judged === 'otp_required') {
      await tellRefusal(world, work, { ...attempt, action: 'second_factor' }, 'otp_required');
      return { kind: 'otp_required' };
    }
    if (account && isMethod(judged)) return { kind: 'in', granted: await welcome(world, work, account, judged) };
    const reason = isMethod(judged) ? 'unknown_login' : judged;
    await refuse(world, work, { account, login, reason });
    return { kind: 'refused', reason };
  });
}

async function hashOf({ database }: AuthWorld, login: string): Promise<string | null> {
  const query = database.db.selectFrom('accounts').select('password_hash').where('login', '=', login);
  return (await query.executeTakeFirst())?.password_hash ?? null;
}

/** A lock and a disabled account win over a right password, so that guessing while locked learns nothing. */
async function judge(
  world: AuthWorld,
  work: Act,
  account: AccountRow | undefined,
  holds: boolean,
  otp: string | undefined,
): Promise<Reason | Method | 'otp_required'> {
  if (!account) return 'unknown_login';
  if (account.blocked || !(await isActive(work.trx, account.employee_id))) return 'disabled';
  if (isLocked(failuresOf(account), work.now)) return 'locked';
  if (!holds) return 'bad_password';
  if (account.totp_secret === null) return 'password';
  if (otp === undefined) return 'otp_required';
  return (await takeCode(world, work, account, otp)) ?? 'bad_otp';
}

/** What somebody signed in with, beside the login. */
const methods = ['password', 'otp', 'recovery_code'] as const;
type Method = (typeof methods)[number];
const isMethod = (word: string): word is Method => methods.some((method) => method === word);

async function welcome(world: AuthWorld, work: Act, account: AccountRow, method: Method): Promise<Granted> {
  await writeFailures(work, account, noFailures);
  const data = { ...about(account), ...where(work), method };
  await work.publish([draft(succeeded, aggregateOf(account.employee_id), data)]);
  return begin(world, work, account);
}

export const failuresOf = ({ failures, failed_at, locked_until }: AccountRow): Failures => ({
  count: failures,
  lastAt: failed_at,
  lockedUntil: locked_until,
});

export const writeFailures = (
  { trx }: Act,
  { employee_id }: AccountRow,
  { count: failures, lastAt, lockedUntil }: Failures,
) => updateAccount(trx, employee_id, { failures, failed_at: lastAt, locked_until: lockedUntil });

interface Refusal {
  readonly account: AccountRow | undefined;
  readonly login: string;
  readonly reason: Reason;
}

const counted: readonly Reason[] = ['bad_password', 'bad_otp', 'bad_password_at_change'];

/** Notes a refusal: the address's failures, the account's, and what both mean, as events. */
export async function refuse(world: AuthWorld, work: Act, { account, login, reason }: Refusal): Promise<void> {
  await count(world, work.trx, 'failuresByAddress', work.from.ip);
  const employeeId = account?.employee_id ?? null;
  const aggregate = aggregateFor(world.vault, { employeeId, login }, work.from);
  await work.publish([draft(failed, aggregate, { employeeId, login, ...where(work), reason })]);
  if (!account || !counted.includes(reason)) return;
  const before = failuresOf(account);
  const after = afterFailure(before, work.now);
  await writeFailures(work, account, after);
  if (after.lockedUntil === before.lockedUntil) return;
  const data = { employeeId, login, reason: 'too_many_failures', until: after.lockedUntil, by: null };
  await work.publish([draft(locked, aggregate, data)]);
}
