import type { Profile } from '#domain/person.ts';
import type { AnyEvent } from '#schemas/event.ts';
import { eraseOutbox } from '../common/messaging/erasure.ts';
import type { Received } from '../common/messaging/events.ts';
import { type Extras, hear as hearPerson, isErasure, isReplicaEvent } from '../common/people/replica.ts';
import { loginOf, updateAccount } from './accounts.ts';
import { type Act, type AuthWorld, actOf, nowhere } from './act.ts';
import { askAddressChange } from './addressChange.ts';
import { end } from './sessions.ts';
import type { AccountRow, Trx } from './tables.ts';

/** Accounts are found by the address as people type it. */
const extras: Extras = { always: ({ email }) => ({ email: email && loginOf(email) }) };

/** Notes what was told of somebody. */
export const learn = (trx: Trx, event: Parameters<typeof hearPerson>[1]) => hearPerson(trx, event, extras);

/**
 * Keeps the replica, and the accounts in step with it: who leaves or asks to be erased is signed out, and cannot sign
 * in again.
 */
export async function hear(
  world: AuthWorld,
  { event, traceparent }: Pick<Received, 'event' | 'traceparent'>,
  trx: Trx,
) {
  const from = { ...nowhere, ...(traceparent !== null && { traceparent }) };
  await take(world, actOf(world, from, trx), event);
}

async function take(world: AuthWorld, work: Act, event: AnyEvent): Promise<void> {
  if (!isReplicaEvent(event)) return;
  const { person } = await learn(work.trx, event);
  if (isErasure(event)) return erase(work.trx, event.employeeId);
  const account = await work.account({ employee_id: event.employeeId });
  if (!account) return;
  await follow(world, work, person, account);
  if (!person.active) await end(work, account, 'deactivated');
}

/** The language follows at once, the login once the new address is confirmed. */
async function follow(world: AuthWorld, work: Act, { employeeId, email, locale }: Profile, account: AccountRow) {
  if (locale !== null) await updateAccount(work.trx, employeeId, { locale });
  if (email !== null) await askAddressChange(world, work, account, loginOf(email));
}

/**
 * The account, its sessions, its secrets and what the outbox tells of them go; of the person stays that they are gone.
 */
async function erase(trx: Trx, employeeId: string): Promise<void> {
  const sessions = trx.selectFrom('sessions').select('session_id').where('employee_id', '=', employeeId);
  await trx.deleteFrom('refresh_tokens').where('session_id', 'in', sessions).execute();
  await trx.deleteFrom('sessions').where('employee_id', '=', employeeId).execute();
  await trx.deleteFrom('address_changes').where('employee_id', '=', employeeId).execute();
  await trx.deleteFrom('known_devices').where('employee_id', '=', employeeId).execute();
  await trx.deleteFrom('sign_in_failures').where('employee_id', '=', employeeId).execute();
  await trx.deleteFrom('recovery_codes').where('employee_id', '=', employeeId).execute();
  await trx.deleteFrom('accounts').where('employee_id', '=', employeeId).execute();
  await eraseOutbox(trx, employeeId);
}
