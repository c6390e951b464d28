import { randomBytes } from 'node:crypto';
import type { AuthWorld, From } from './act.ts';
import { type Failures, noFailures } from './lockout.ts';
import { sha256 } from './sessions.ts';
import type { Db, Trx } from './tables.ts';

/**
 * Where an attempt on an account comes from: a browser that the person has signed in with before, or else an address.
 * Failures are counted and locks held for each origin, so that nobody can lock out somebody else's devices (OWASP: Slow
 * Down Online Guessing Attacks with Device Cookies).
 */
export interface Origin {
  readonly key: string;
  readonly isKnownDevice: boolean;
}

const deviceForm = /^[\w-]{43}$/;
export const newDevice = (): string => randomBytes(32).toString('base64url');
const isDevice = (text: string): boolean => deviceForm.test(text);

export async function originOf(
  { vault }: Pick<AuthWorld, 'vault'>,
  db: Db,
  employeeId: string | undefined,
  { ip, device }: From,
): Promise<Origin> {
  const device_hash = sha256(device);
  if (employeeId !== undefined && isDevice(device) && (await isKnown(db, employeeId, device_hash)))
    return { key: `device:${device_hash}`, isKnownDevice: true };
  return { key: `address:${vault.mac('origin', ip)}`, isKnownDevice: false };
}

async function isKnown(db: Db, employee_id: string, device_hash: string): Promise<boolean> {
  const query = db.selectFrom('known_devices').select('seen_at').where('employee_id', '=', employee_id);
  return (await query.where('device_hash', '=', device_hash).executeTakeFirst()) !== undefined;
}

/** Makes a browser a known one of this person. */
export async function rememberDevice(trx: Trx, employee_id: string, device: string, now: number): Promise<void> {
  const device_hash = sha256(device);
  await trx
    .deleteFrom('known_devices')
    .where('employee_id', '=', employee_id)
    .where('device_hash', '=', device_hash)
    .execute();
  await trx.insertInto('known_devices').values({ employee_id, device_hash, seen_at: now }).execute();
}

/** From one origin. */
export async function failuresOf(db: Db, employeeId: string, { key }: Origin): Promise<Failures> {
  const query = db.selectFrom('sign_in_failures').selectAll().where('employee_id', '=', employeeId);
  const row = await query.where('origin', '=', key).executeTakeFirst();
  return row ? { count: row.failures, lastAt: row.failed_at, lockedUntil: row.locked_until } : noFailures;
}

export async function writeFailures(trx: Trx, employee_id: string, { key: origin }: Origin, failures: Failures) {
  await trx
    .deleteFrom('sign_in_failures')
    .where('employee_id', '=', employee_id)
    .where('origin', '=', origin)
    .execute();
  if (failures.count === 0) return;
  const { count, lastAt: failed_at, lockedUntil: locked_until } = failures;
  const row = { employee_id, origin, failures: count, failed_at, locked_until };
  await trx.insertInto('sign_in_failures').values(row).execute();
}

/** Forgets the failures of every origin; answers whether one of them was locked. */
export async function forgetFailures(trx: Trx, employeeId: string, now: number): Promise<boolean> {
  const locked = await lockedUntil(trx, [employeeId]);
  await trx.deleteFrom('sign_in_failures').where('employee_id', '=', employeeId).execute();
  return (locked.get(employeeId) ?? 0) > now;
}

/** Until when the longest lock of an origin lasts, epoch ms; of accounts that have any. */
export async function lockedUntil(db: Db, employeeIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
  if (employeeIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('sign_in_failures')
    .select(({ fn }) => ['employee_id', fn.max('locked_until').as('until')])
    .where('employee_id', 'in', employeeIds)
    .groupBy('employee_id')
    .execute();
  return new Map(rows.map(({ employee_id, until }) => [employee_id, Number(until)]));
}
