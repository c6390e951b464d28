import locked from '#schemas/events/auth.account.locked.ts';
import failed from '#schemas/events/auth.login.failed.ts';
import succeeded from '#schemas/events/auth.login.succeeded.ts';
import { draft } from '../common/messaging/events.ts';
import { isActive, loginOf } from './accounts.ts';
import { type Act, type AuthWorld, about, act, aggregateOf, type From, where } from './act.ts';
import { afterFailure, isLocked, noFailures } from './lockout.ts';
import { failuresOf, newDevice, type Origin, originOf, rememberDevice, writeFailures } from './origins.ts';
import { verifyPassword } from './password.ts';
import { check, count, isUsedUp, limits, use, windowEnd } from './rates.ts';
import { type Attempt, aggregateFor, tellRefusal } from './refusals.ts';
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

/** What somebody who signed in gets, and the device that is known from now on. */
export type SignedInFrom = Granted & { readonly device: string };

export type SignedIn =
  | { readonly kind: 'in'; readonly granted: SignedInFrom }
  | { readonly kind: 'otp_required' }
  | { readonly kind: 'refused'; readonly reason: Reason };

/**
 * Signs in. 1. limits of where the attempt comes from; 2. the password, outside any transaction and in the same time
 * whether or not anybody has the login; 3. the decision with its events, in one transaction. Whatever the reason of a
 * refusal, only the event tells it.
 */
export async function signIn(world: AuthWorld, from: From, credentials: Credentials): Promise<SignedIn> {
  const login = loginOf(credentials.login);
  const attempt = { action: 'sign_in', from, login } as const;
  const known = await accountBy(world, login);
  const origin = await originOf(world, world.database.db, known?.employee_id, from);
  await limit(world, attempt, origin);
  const hash = known?.password_hash ?? null;
  const holds = await verifyPassword(hash, credentials.password);
  return act(world, from, async (work) => {
    const account = await work.account({ login });
    const asked = { account, origin, holds: holds && account?.password_hash === hash, otp: credentials.otp };
    const judged = await judge(world, work, asked);
    if (judged === 'otp_required') {
      await tellRefusal(world, work, { ...attempt, action: 'second_factor' }, 'otp_required');
      return { kind: 'otp_required' };
    }
    if (account && isMethod(judged)) return { kind: 'in', granted: await welcome(world, work, asked, account, judged) };
    const reason = isMethod(judged) ? 'unknown_login' : judged;
    await refuse(world, work, { account, origin, login, reason });
    return { kind: 'refused', reason };
  });
}

async function accountBy({ database }: AuthWorld, login: string) {
  const query = database.db.selectFrom('accounts').select(['employee_id', 'password_hash']);
  return query.where('login', '=', login).executeTakeFirst();
}

/**
 * A known device has its own limit alone, whatever others do at its address. From an address with many failures nobody
 * may try again a login that has failed there; whose first attempt is right is let in.
 */
async function limit(world: AuthWorld, attempt: Attempt & { readonly login: string }, origin: Origin): Promise<void> {
  const { ip } = attempt.from;
  const subject = `${attempt.login} ${origin.key}`;
  if (!origin.isKnownDevice) {
    if (await isUsedUp(world, world.database.db, 'failuresByLoginAndAddress', subject))
      await check(world, attempt, 'failuresByAddress', ip);
    await use(world, attempt, 'signInByAddress', ip);
  }
  await use(world, attempt, 'signInByLogin', subject);
}

interface Judged {
  readonly account: AccountRow | undefined;
  readonly origin: Origin;
  /** Whether the password is right. */
  readonly holds: boolean;
  readonly otp: string | undefined;
}

/** A lock and a disabled account win over a right password, so that guessing while locked learns nothing. */
async function judge(
  world: AuthWorld,
  work: Act,
  { account, origin, holds, otp }: Judged,
): Promise<Reason | Method | 'otp_required'> {
  if (!account) return 'unknown_login';
  if (account.blocked || !(await isActive(work.trx, account.employee_id))) return 'disabled';
  if (await isShut(world, work, account, origin)) return 'locked';
  if (!holds) return 'bad_password';
  if (account.totp_secret === null) return 'password';
  if (otp === undefined) return 'otp_required';
  return (await takeCode(world, work, account, otp)) ?? 'bad_otp';
}

/**
 * Whether an account is locked for an origin: by its own failures or, unless it is a known device, by many from
 * everywhere.
 */
export async function isShut(
  world: AuthWorld,
  { trx, now }: Pick<Act, 'trx' | 'now'>,
  { employee_id }: Pick<AccountRow, 'employee_id'>,
  origin: Origin,
): Promise<boolean> {
  if (isLocked(await failuresOf(trx, employee_id, origin), now)) return true;
  return !origin.isKnownDevice && (await isUsedUp(world, trx, 'failuresByAccount', employee_id));
}

/** What somebody signed in with, beside the login. */
const methods = ['password', 'otp', 'recovery_code'] as const;
type Method = (typeof methods)[number];
const isMethod = (word: string): word is Method => methods.some((method) => method === word);

async function welcome(
  world: AuthWorld,
  work: Act,
  { origin }: Judged,
  account: AccountRow,
  method: Method,
): Promise<SignedInFrom> {
  await writeFailures(work.trx, account.employee_id, origin, noFailures);
  // A device that another person knows may have been planted here: it does not become this person's, too.
  const device = origin.isKnownDevice ? work.from.device : newDevice();
  await rememberDevice(work.trx, account.employee_id, device, work.now);
  const data = { ...about(account), ...where(work), method };
  await work.publish([draft(succeeded, aggregateOf(account.employee_id), data)]);
  return { ...(await begin(world, work, account)), device };
}

interface Refusal {
  readonly account: AccountRow | undefined;
  readonly origin: Origin;
  readonly login: string;
  readonly reason: Reason;
}

const counted: readonly Reason[] = ['bad_password', 'bad_otp', 'bad_password_at_change'];

/** Notes a refusal: the address's failures, the account's from this origin, and what they mean, as events. */
export async function refuse(world: AuthWorld, work: Act, refusal: Refusal): Promise<void> {
  const { account, origin, login, reason } = refusal;
  if (!origin.isKnownDevice) {
    await count(world, work.trx, 'failuresByAddress', work.from.ip);
    await count(world, work.trx, 'failuresByLoginAndAddress', `${login} ${origin.key}`);
  }
  const employeeId = account?.employee_id ?? null;
  const aggregate = aggregateFor(world.vault, { employeeId, login }, work.from);
  await work.publish([draft(failed, aggregate, { employeeId, login, ...where(work), reason })]);
  if (!account || !counted.includes(reason)) return;
  const until = await countFailure(world, work, account, origin);
  if (until === null) return;
  const data = { employeeId, login, reason: 'too_many_failures', until, by: null };
  await work.publish([draft(locked, aggregate, data)]);
}

/** Counts a failure of an account; answers until when it locked, null when it did not. */
async function countFailure(world: AuthWorld, work: Act, account: AccountRow, origin: Origin): Promise<number | null> {
  const { employee_id } = account;
  const before = await failuresOf(work.trx, employee_id, origin);
  const after = afterFailure(before, work.now);
  await writeFailures(work.trx, employee_id, origin, after);
  if (
    !origin.isKnownDevice &&
    (await count(world, work.trx, 'failuresByAccount', employee_id)) === limits.failuresByAccount.most
  )
    return windowEnd(world, 'failuresByAccount');
  return after.lockedUntil === before.lockedUntil ? null : after.lockedUntil;
}
