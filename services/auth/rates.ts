import { tooManyRequests } from '#lib/http/problem.ts';
import { isDuplicate } from '../common/database/errors.ts';
import { type Act, type AuthWorld, act } from './act.ts';
import { type Attempt, tellRefusal } from './refusals.ts';
import type { Db, Trx } from './tables.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** How often something may be done in a window of time, counted over all processes. */
export const limits = {
  signInByAddress: { most: 300, windowMs: minuteMs },
  /** On one login, from one address or known device. */
  signInByLogin: { most: 10, windowMs: minuteMs },
  failuresByAddress: { most: 100, windowMs: hourMs },
  failuresByLoginAndAddress: { most: 1, windowMs: hourMs },
  /** From everywhere but the person's known devices. */
  failuresByAccount: { most: 300, windowMs: hourMs },
  registrationByAddress: { most: 50, windowMs: 24 * hourMs },
  mailByAddress: { most: 50, windowMs: hourMs },
  mailByLogin: { most: 5, windowMs: hourMs },
  linkByAddress: { most: 100, windowMs: hourMs },
  tokensByService: { most: 600, windowMs: minuteMs },
  proofByPerson: { most: 10, windowMs: minuteMs },
  /** Events that tell of limits which count nothing themselves, and of tokens that nobody holds. */
  toldByAddress: { most: 1, windowMs: hourMs },
  strayByAddress: { most: 100, windowMs: hourMs },
} as const;

export type Limit = keyof typeof limits;

/**
 * Counts one use; 429 when there were too many in this window. The first that is too many is an event, those after it
 * are not: a flood of requests must not become a flood of events. The subject (an address, a login) is stored as a
 * pseudonym.
 */
export async function use(world: AuthWorld, attempt: Attempt, limit: Limit, subject: string): Promise<void> {
  const { most } = limits[limit];
  const uses = await act(world, attempt.from, async (work) => {
    const uses = await count(world, work.trx, limit, subject);
    if (uses === most + 1) await tellRefusal(world, work, attempt, 'rate_limited');
    return uses;
  });
  if (uses > most) throw tooMany(world, limit);
}

/** Whether a limit is used up; counts nothing. */
export async function isUsedUp(world: AuthWorld, db: Db, limit: Limit, subject: string): Promise<boolean> {
  const { name, window_at } = keyOf(world, limit, subject);
  const query = db.selectFrom('rate_limits').select('uses').where('name', '=', name);
  const row = await query.where('window_at', '=', window_at).executeTakeFirst();
  return (row?.uses ?? 0) >= limits[limit].most;
}

/** 429 when the limit is used up; counts nothing. */
export async function check(world: AuthWorld, attempt: Attempt, limit: Limit, subject: string): Promise<void> {
  if (!(await isUsedUp(world, world.database.db, limit, subject))) return;
  await act(world, attempt.from, async (work) => {
    if ((await count(world, work.trx, 'toldByAddress', subject)) === 1)
      await tellRefusal(world, work, attempt, 'rate_limited');
  });
  throw tooMany(world, limit);
}

/** Counts one use in a transaction that is under way; answers how many there are. */
export async function count(world: AuthWorld, trx: Trx, limit: Limit, subject: string): Promise<number> {
  const key = keyOf(world, limit, subject);
  const more = () =>
    trx
      .updateTable('rate_limits')
      .set((row) => ({ uses: row('uses', '+', 1) }))
      .where('name', '=', key.name)
      .where('window_at', '=', key.window_at)
      .executeTakeFirstOrThrow();
  if ((await more()).numUpdatedRows === 0n)
    await trx
      .insertInto('rate_limits')
      .values({ ...key, uses: 1 })
      .execute()
      .catch((error) => (isDuplicate(error) ? more() : Promise.reject(error)));
  const query = trx.selectFrom('rate_limits').select('uses').where('name', '=', key.name);
  return (await query.where('window_at', '=', key.window_at).executeTakeFirstOrThrow()).uses;
}

/** Tells of a refusal that anybody can provoke without limit; what is too much of it from one address is not told. */
export async function tellStray(world: AuthWorld, work: Act, attempt: Attempt, reason: string): Promise<void> {
  const told = await count(world, work.trx, 'strayByAddress', attempt.from.ip);
  if (told <= limits.strayByAddress.most) await tellRefusal(world, work, attempt, reason);
}

const windowOf = (now: number, windowMs: number): number => Math.floor(now / windowMs) * windowMs;

const keyOf = ({ vault, clock }: AuthWorld, limit: Limit, subject: string) => ({
  name: `${limit}:${vault.mac('rate limit', subject)}`,
  window_at: windowOf(clock.now(), limits[limit].windowMs),
});

/** When the present window of a limit is over, epoch ms. */
export function windowEnd({ clock }: Pick<AuthWorld, 'clock'>, limit: Limit): number {
  const { windowMs } = limits[limit];
  return windowOf(clock.now(), windowMs) + windowMs;
}

function tooMany(world: AuthWorld, limit: Limit) {
  return tooManyRequests(Math.max(1, Math.ceil((windowEnd(world, limit) - world.clock.now()) / 1000)));
}
