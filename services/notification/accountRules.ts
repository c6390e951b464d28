import { createHash } from 'node:crypto';
import type { EventOf } from '#schemas/event.ts';
import type locked from '#schemas/events/auth.account.locked.ts';
import type loginSucceeded from '#schemas/events/auth.login.succeeded.ts';
import type mfaEnrolled from '#schemas/events/auth.mfa.enrolled.ts';
import type mfaRemoved from '#schemas/events/auth.mfa.removed.ts';
import type passwordChanged from '#schemas/events/auth.password.changed.ts';
import type tokenReused from '#schemas/events/auth.token.reused.ts';
import type { Template } from './kinds.ts';
import type { NotificationTransaction } from './replica.ts';
import type { Notice } from './requestRules.ts';

export type AccountEvent =
  | EventOf<typeof locked>
  | EventOf<typeof loginSucceeded>
  | EventOf<typeof passwordChanged>
  | EventOf<typeof mfaEnrolled>
  | EventOf<typeof mfaRemoved>
  | EventOf<typeof tokenReused>;

const told: Readonly<Record<AccountEvent['type'], Template>> = {
  'auth.account.locked': 'account_locked',
  'auth.login.succeeded': 'new_device',
  'auth.password.changed': 'password_changed',
  'auth.mfa.enrolled': 'mfa_enrolled',
  'auth.mfa.removed': 'mfa_removed',
  'auth.token.reused': 'session_ended',
};

export const isAccountEvent = (event: { readonly type: string }): event is AccountEvent =>
  Object.hasOwn(told, event.type);

/** What touches an account is told to its owner; a sign-in only where the client is new. */
export function accountNotice(event: AccountEvent, employeeId: string): Notice {
  const until = 'until' in event ? event.until : null;
  const from = 'ip' in event ? { ip: event.ip, client: shortClient(event.userAgent) } : {};
  return { to: employeeId, template: told[event.type], params: { at: event.occurredAt, until, ...from } };
}

const day = 86_400_000;
/** A client that was not seen for so long counts as new again. */
const rememberedMs = 90 * day;

/** Notes the client of a sign-in; true when the person has others, and this one was not seen in 90 days. */
export async function isNewDevice(
  trx: NotificationTransaction,
  employeeId: string,
  event: EventOf<typeof loginSucceeded>,
): Promise<boolean> {
  if (event.userAgent === null) return false;
  const device = createHash('sha256').update(event.userAgent).digest('hex');
  const seen = await trx.selectFrom('devices').selectAll().where('employee_id', '=', employeeId).execute();
  const known = seen.find((one) => one.device === device);
  const seen_at = Math.max(event.occurredAt, known?.seen_at ?? 0);
  if (known)
    await trx
      .updateTable('devices')
      .set({ seen_at })
      .where('employee_id', '=', employeeId)
      .where('device', '=', device)
      .execute();
  else await trx.insertInto('devices').values({ employee_id: employeeId, device, seen_at }).execute();
  return seen.length > 0 && (known === undefined || event.occurredAt - known.seen_at > rememberedMs);
}

/** `Firefox, Linux` where that can be told, else the beginning of what the client says of itself. */
function shortClient(userAgent: string | null): string | null {
  if (userAgent === null) return null;
  const browser = /Edg|OPR|Firefox|Chrome|Safari/.exec(userAgent)?.[0];
  const system = /Windows|Android|iPhone|iPad|Mac OS X|Linux/.exec(userAgent)?.[0];
  return browser && system ? `${{ Edg: 'Edge', OPR: 'Opera' }[browser] ?? browser}, ${system}` : userAgent.slice(0, 80);
}
