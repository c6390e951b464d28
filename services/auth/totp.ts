import { randomBytes } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import { refused } from '#lib/http/problem.ts';
import enrolled from '#schemas/events/auth.mfa.enrolled.ts';
import removed from '#schemas/events/auth.mfa.removed.ts';
import { draft } from '../common/messaging/events.ts';
import { updateAccount } from './accounts.ts';
import { type Act, type AuthWorld, about, aggregateOf, where } from './act.ts';
import { end, sha256 } from './sessions.ts';
import type { AccountRow } from './tables.ts';

const periodSeconds = 30;
const secretBytes = 20;
const recoveryCodes = 10;

const totpOf = (login: string, base32: string): TOTP =>
  new TOTP({ issuer: 'Leaveline', label: login, secret: Secret.fromBase32(base32), period: periodSeconds });

/**
 * The time step that a code belongs to: now, or one to either side; null when it is none of them, or is not newer than
 * `after`.
 */
function stepOf(login: string, base32: string, code: string, now: number, after: number): number | null {
  if (!/^\d{6}$/.test(code)) return null;
  const delta = totpOf(login, base32).validate({ token: code, timestamp: now, window: 1 });
  const step = delta === null ? null : Math.floor(now / 1000 / periodSeconds) + delta;
  return step !== null && step > after ? step : null;
}

/** Offers a secret; it asks for nothing until a code of it has been given. */
export async function offer({ vault }: AuthWorld, work: Act, account: AccountRow) {
  const secret = new Secret({ buffer: Uint8Array.from(randomBytes(secretBytes)).buffer }).base32;
  await updateAccount(work.trx, account.employee_id, { totp_offered: vault.seal('totp', secret) });
  return { secret, uri: totpOf(account.login, secret).toString() };
}

/**
 * Enrols with a code of the offered secret, and ends all sessions but that which gave it: they were begun without it.
 * Answers the recovery codes, which nobody can ever see again. null: a wrong code.
 */
export async function enrol(
  { vault }: AuthWorld,
  work: Act,
  account: AccountRow,
  { code, sessionId }: { readonly code: string; readonly sessionId: string },
): Promise<string[] | null> {
  if (account.totp_offered === null) throw refused('nothing_offered', 'Ask for a new secret first.');
  const step = stepOf(account.login, vault.open('totp', account.totp_offered), code, work.now, 0);
  if (step === null) return null;
  const change = { totp_secret: account.totp_offered, totp_offered: null, totp_step: step };
  await updateAccount(work.trx, account.employee_id, change);
  const codes = Array.from({ length: recoveryCodes }, newCode);
  await forgetCodes(work, account);
  const rows = codes.map((text) => ({ employee_id: account.employee_id, code_hash: sha256(text) }));
  await work.trx.insertInto('recovery_codes').values(rows).execute();
  const data = { ...about(account), method: 'totp', ...where(work) };
  await work.publish([draft(enrolled, aggregateOf(account.employee_id), data)]);
  await end(work, account, 'factor_enrolled', { which: ({ session_id }) => session_id !== sessionId });
  return codes;
}

/** 112 bits, four groups: enough that a plain hash of it tells nothing. */
const newCode = (): string => (randomBytes(14).toString('hex').match(/.{7}/g) ?? []).join('-');

const forgetCodes = ({ trx }: Act, { employee_id }: AccountRow) =>
  trx.deleteFrom('recovery_codes').where('employee_id', '=', employee_id).execute();

/** No second factor any more. */
export async function remove(
  work: Act,
  account: AccountRow,
  reason: 'by_person' | 'by_administrator',
  by: string | null,
): Promise<void> {
  if (account.totp_secret === null) return;
  await updateAccount(work.trx, account.employee_id, { totp_secret: null, totp_offered: null });
  await forgetCodes(work, account);
  const data = { ...about(account), method: 'totp', reason, by, ...where(work) };
  await work.publish([draft(removed, aggregateOf(account.employee_id), data)]);
}

/** Takes a code or a recovery code: each is good once. Answers which it was, null for neither. */
export async function takeCode({ vault }: AuthWorld, { trx, now }: Act, account: AccountRow, code: string) {
  if (account.totp_secret === null) return null;
  const step = stepOf(account.login, vault.open('totp', account.totp_secret), code, now, account.totp_step);
  if (step !== null) {
    await updateAccount(trx, account.employee_id, { totp_step: step });
    return 'otp';
  }
  const given = trx.deleteFrom('recovery_codes').where('employee_id', '=', account.employee_id);
  const { numDeletedRows } = await given
    .where('code_hash', '=', sha256(code.trim().toLowerCase()))
    .executeTakeFirstOrThrow();
  return numDeletedRows > 0n ? 'recovery_code' : null;
}
