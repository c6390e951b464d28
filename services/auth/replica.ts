import type { AnyEvent, EventOf } from '#schemas/event.ts';
import type deactivated from '#schemas/events/user.deactivated.ts';
import type erasureRequested from '#schemas/events/user.erasure_requested.ts';
import type registered from '#schemas/events/user.registered.ts';
import type updated from '#schemas/events/user.updated.ts';
import { eraseOutbox } from '../common/messaging/erasure.ts';
import type { Received } from '../common/messaging/events.ts';
import { loginOf } from './accounts.ts';
import { type Act, type AuthWorld, actOf } from './act.ts';
import { end } from './sessions.ts';
import type { PersonRow, Trx } from './tables.ts';

/** What auth wants to hear of people. */
export const patterns = ['user.registered', 'user.updated', 'user.deactivated', 'user.erasure_requested'] as const;

type World = Pick<AuthWorld, 'database' | 'clock' | 'source'>;

/** Keeps the replica, and the accounts in step with it: who leaves or asks to be erased is signed out, and cannot sign in again. */
export async function hear(world: World, { event, traceparent }: Pick<Received, 'event' | 'traceparent'>, trx: Trx) {
  const from = { ip: '', userAgent: '', ...(traceparent !== null && { traceparent }) };
  await take(actOf(world, from, trx), event);
}

type Told =
  | EventOf<typeof registered>
  | EventOf<typeof updated>
  | EventOf<typeof deactivated>
  | EventOf<typeof erasureRequested>;

const isTold = (event: AnyEvent): event is AnyEvent & Told => (patterns as readonly string[]).includes(event.type);

async function take(work: Act, event: AnyEvent): Promise<void> {
  if (!isTold(event)) return;
  switch (event.type) {
    case 'user.registered':
      return told(work, event, 1);
    case 'user.updated':
      return told(work, event, null);
    case 'user.deactivated':
      return leave(work, event);
    case 'user.erasure_requested':
      return erase(work, event);
  }
}

const find = ({ trx }: Act, employeeId: string) =>
  trx.selectFrom('people').selectAll().where('employee_id', '=', employeeId).executeTakeFirst();

/** What an older event says of a person changes nothing. */
async function told(work: Act, event: EventOf<typeof registered> | EventOf<typeof updated>, active: 1 | null) {
  const before = await find(work, event.employeeId);
  if (before && before.told_at >= event.occurredAt) return;
  const email = event.email === null ? null : loginOf(event.email);
  await write(work, {
    employee_id: event.employeeId,
    ...{ email, first_name: event.firstName, last_name: event.lastName, locale: event.locale },
    manager_id: event.managerId,
    active: active ?? before?.active ?? 1,
    told_at: event.occurredAt,
  });
  await moveLogin(work, event.employeeId, email, event.locale);
}

async function write({ trx }: Act, row: PersonRow): Promise<void> {
  const { employee_id, ...rest } = row;
  const { numUpdatedRows } = await trx
    .updateTable('people')
    .set(rest)
    .where('employee_id', '=', employee_id)
    .executeTakeFirstOrThrow();
  if (numUpdatedRows === 0n) await trx.insertInto('people').values(row).execute();
}

/** The login follows the mail address, unless another account has it. */
async function moveLogin({ trx, account }: Act, employeeId: string, email: string | null, locale: string | null) {
  const own = await account({ employee_id: employeeId });
  if (!own) return;
  const isFree = email !== null && (email === own.login || (await account({ login: email })) === undefined);
  const change = { locale: locale ?? own.locale, login: isFree ? email : own.login };
  await trx.updateTable('accounts').set(change).where('employee_id', '=', employeeId).execute();
}

async function leave(work: Act, { employeeId, occurredAt }: EventOf<typeof deactivated>): Promise<void> {
  const before = await find(work, employeeId);
  if (before && before.told_at >= occurredAt) return;
  const nobody = { email: null, first_name: null, last_name: null, locale: null, manager_id: null };
  await write(work, { ...nobody, ...before, employee_id: employeeId, active: 0, told_at: occurredAt });
  const account = await work.account({ employee_id: employeeId });
  if (account) await end(work, account, 'deactivated');
}

/** The account, its sessions, its secrets and what the outbox tells of them go; of the person stays that they are gone. */
async function erase(work: Act, { employeeId, occurredAt }: EventOf<typeof erasureRequested>): Promise<void> {
  const { trx } = work;
  const nobody = { email: null, first_name: null, last_name: null, locale: null, manager_id: null };
  await write(work, { ...nobody, employee_id: employeeId, active: 0, told_at: occurredAt });
  const sessions = trx.selectFrom('sessions').select('session_id').where('employee_id', '=', employeeId);
  await trx.deleteFrom('refresh_tokens').where('session_id', 'in', sessions).execute();
  await trx.deleteFrom('sessions').where('employee_id', '=', employeeId).execute();
  await trx.deleteFrom('recovery_codes').where('employee_id', '=', employeeId).execute();
  await trx.deleteFrom('accounts').where('employee_id', '=', employeeId).execute();
  await eraseOutbox(trx as never, employeeId);
}
