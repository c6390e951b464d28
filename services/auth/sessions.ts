import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { localeOf, type Person, type Role } from '#schemas/access/people.ts';
import logout from '#schemas/events/auth.logout.ts';
import reused from '#schemas/events/auth.token.reused.ts';
import { locking } from '../common/database/database.ts';
import { draft } from '../common/messaging/events.ts';
import { isActive } from './accounts.ts';
import { type Act, type AuthWorld, about, act, aggregateOf, type From, where } from './act.ts';
import { tellStray } from './rates.ts';
import { standingOf } from './standing.ts';
import type { AccountRow, RefreshTokenRow, SessionRow } from './tables.ts';

const minuteMs = 60_000;
/** ASVS 3.3.2, level 2: a new sign-in after twelve hours, or after thirty minutes without any use. */
const sessionMs = 12 * 60 * minuteMs;
const idleMs = 30 * minuteMs;
/** An answer may get lost: for so long the same refresh token gives the same next one. */
const repeatMs = 10_000;

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** What somebody who signed in gets. */
export interface Granted {
  readonly person: Person;
  /** Roles that wait for a second factor. */
  readonly rolesWithheld: readonly Role[];
  readonly refreshToken: string;
  /** When the session ends at the latest, epoch ms. */
  readonly endsAt: number;
}

/** Begins a session: always a new id, whatever the client held before. */
export async function begin(world: AuthWorld, work: Act, account: AccountRow): Promise<Granted> {
  const { trx, now, from } = work;
  const session = { session_id: randomUUID(), employee_id: account.employee_id, created_at: now, used_at: now };
  const endsAt = now + sessionMs;
  const client = { ip: from.ip.slice(0, 255), user_agent: from.userAgent };
  await trx
    .insertInto('sessions')
    .values({ ...session, ends_at: endsAt, revoked_at: null, ...client })
    .execute();
  const refreshToken = randomBytes(32).toString('base64url');
  const token = { token_hash: sha256(refreshToken), session_id: session.session_id, issued_at: now, used_at: null };
  await trx.insertInto('refresh_tokens').values(token).execute();
  return { ...(await whoIs(world, work, account, session.session_id)), refreshToken, endsAt };
}

async function whoIs({ secondFactor }: AuthWorld, { trx }: Act, account: AccountRow, sessionId: string) {
  const { roles, rolesWithheld } = await standingOf(secondFactor, trx, account);
  const person = { employeeId: account.employee_id, sessionId, roles, locale: localeOf(account.locale) };
  return { person, rolesWithheld };
}

export const isLive = (session: SessionRow, now: number): boolean =>
  session.revoked_at === null && now < session.ends_at && now < session.used_at + idleMs;

/**
 * Takes a refresh token for the next one; null when it holds no longer. A token that comes a second time ends its
 * session.
 */
export function refresh(world: AuthWorld, from: From, token: string): Promise<Granted | null> {
  return act(world, from, async (work) => {
    const held = await lockToken(world, work, token);
    if (!held) return stray(world, work, {}, 'unknown_token');
    const { row, session, account } = held;
    const { employee_id: employeeId } = account;
    if (!isLive(session, work.now)) return stray(world, work, { employeeId }, 'session_ended');
    if (account.blocked || !(await isActive(work.trx, employeeId)))
      return stray(world, work, { employeeId }, 'disabled');
    const next = world.vault.mac('refresh', token);
    if (row.used_at === null) await rotate(work, row, next);
    else if (!(await isRepeated(work, row, next))) return stolen(work, session, account);
    const who = await whoIs(world, work, account, session.session_id);
    return { ...who, refreshToken: next, endsAt: session.ends_at };
  });
}

/** A token that holds no longer is an event, up to a limit: anybody can send any number of them. */
async function stray(
  world: AuthWorld,
  work: Act,
  who: { readonly employeeId?: string },
  reason: string,
): Promise<null> {
  await tellStray(world, work, { action: 'refresh', from: work.from, ...who }, reason);
  return null;
}

/**
 * The token, its account and then its session, each locked: a session that ends meanwhile is not taken for a living
 * one.
 */
async function lockToken({ database }: AuthWorld, { trx, account }: Act, token: string) {
  const tokens = trx.selectFrom('refresh_tokens').selectAll().where('token_hash', '=', sha256(token));
  const row = await locking(database.kind, tokens).executeTakeFirst();
  if (!row) return null;
  const sessions = trx.selectFrom('sessions').selectAll().where('session_id', '=', row.session_id);
  const found = await sessions.executeTakeFirst();
  const owner = found && (await account({ employee_id: found.employee_id }));
  const session = owner && (await locking(database.kind, sessions).executeTakeFirst());
  return session ? { row, session, account: owner } : null;
}

async function rotate({ trx, now }: Act, row: RefreshTokenRow, next: string): Promise<void> {
  await trx.updateTable('refresh_tokens').set({ used_at: now }).where('token_hash', '=', row.token_hash).execute();
  const token = { token_hash: sha256(next), session_id: row.session_id, issued_at: now, used_at: null };
  await trx.insertInto('refresh_tokens').values(token).execute();
  await trx.updateTable('sessions').set({ used_at: now }).where('session_id', '=', row.session_id).execute();
}

/**
 * The answer was lost, or two tabs asked at once: the next token has not been used, so there is still one line of
 * tokens.
 */
async function isRepeated({ trx, now }: Act, row: RefreshTokenRow, next: string): Promise<boolean> {
  if (now - (row.used_at ?? 0) > repeatMs) return false;
  const query = trx.selectFrom('refresh_tokens').select('used_at').where('token_hash', '=', sha256(next));
  return (await query.executeTakeFirst())?.used_at === null;
}

async function stolen(work: Act, { session_id }: SessionRow, account: AccountRow): Promise<null> {
  await work.trx.updateTable('sessions').set({ revoked_at: work.now }).where('session_id', '=', session_id).execute();
  const data = { ...about(account), sessionHash: sha256(session_id), ...where(work) };
  await work.publish([draft(reused, aggregateOf(account.employee_id), data)]);
  return null;
}

export type EndReason =
  | 'signed_out'
  | 'revoked'
  | 'password_changed'
  | 'address_changed'
  | 'factor_enrolled'
  | 'deactivated'
  | 'blocked';

/** The live sessions of a person, the newest first. */
export async function liveSessions({ trx, now }: Pick<Act, 'trx' | 'now'>, employeeId: string): Promise<SessionRow[]> {
  const query = trx.selectFrom('sessions').selectAll().where('employee_id', '=', employeeId);
  const rows = await query.where('ends_at', '>', now).where('revoked_at', 'is', null).execute();
  return rows.filter((row) => isLive(row, now)).sort((a, b) => b.created_at - a.created_at);
}

interface Ending {
  /** Default: all of them. */
  readonly which?: (session: SessionRow) => boolean;
  /** The administrator who ends them; default: the person, or nobody. */
  readonly by?: string;
}

/** Ends those of a person's live sessions that `which` names; answers how many. */
export async function end(
  work: Act,
  account: Pick<AccountRow, 'employee_id' | 'login'>,
  reason: EndReason,
  { which = () => true, by }: Ending = {},
): Promise<number> {
  const ending = (await liveSessions(work, account.employee_id)).filter(which);
  for (const { session_id } of ending)
    await work.trx.updateTable('sessions').set({ revoked_at: work.now }).where('session_id', '=', session_id).execute();
  const events = ending.map(({ session_id }) => {
    const data = { ...about(account), sessionHash: sha256(session_id), reason, by: by ?? null, ...where(work) };
    return draft(logout, aggregateOf(account.employee_id), data);
  });
  if (events.length > 0) await work.publish(events);
  return ending.length;
}

/** The session that a refresh token belongs to, and whose it is. */
export async function sessionOf(world: AuthWorld, token: string): Promise<SessionRow | undefined> {
  const tokens = world.database.db
    .selectFrom('refresh_tokens')
    .select('session_id')
    .where('token_hash', '=', sha256(token));
  return world.database.db.selectFrom('sessions').selectAll().where('session_id', '=', tokens).executeTakeFirst();
}
