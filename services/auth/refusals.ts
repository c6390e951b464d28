import refused from '#schemas/events/auth.action.refused.ts';
import failed from '#schemas/events/auth.login.failed.ts';
import { draft } from '../common/messaging/events.ts';
import { type Act, type AuthWorld, aggregateOf, type From, where } from './act.ts';
import type { Vault } from './vault.ts';

/** What somebody tries with an account. */
export type Action =
  | 'sign_in'
  | 'second_factor'
  | 'refresh'
  | 'sign_out'
  | 'registration'
  | 'registration_confirm'
  | 'address_confirm'
  | 'password_forgotten'
  | 'password_reset'
  | 'proof'
  | 'service_token';

/** Something that is tried; what is known of who tries it. */
export interface Attempt {
  readonly action: Action;
  readonly from: From;
  readonly login?: string | undefined;
  readonly employeeId?: string | undefined;
}

interface Who {
  readonly employeeId: string | null;
  readonly login: string | null;
}

/** Events of nobody are in order per login that was typed, else per address. */
export const aggregateFor = (vault: Vault, { employeeId, login }: Who, from: From) =>
  aggregateOf(
    employeeId ?? (login === null ? `address ${vault.mac('address', from.ip)}` : `login ${vault.mac('login', login)}`),
  );

/** Publishes that an attempt was refused, and why: a sign-in as a failed one. */
export async function tellRefusal({ vault }: AuthWorld, work: Act, attempt: Attempt, reason: string): Promise<void> {
  const who = await whoOf(work, attempt);
  const aggregate = aggregateFor(vault, who, attempt.from);
  const data = { ...who, ...where(work), reason };
  const { action } = attempt;
  await work.publish([
    action === 'sign_in' ? draft(failed, aggregate, data) : draft(refused, aggregate, { ...data, action }),
  ]);
}

/** Who it is, looked up by what is known. */
async function whoOf({ trx }: Act, { employeeId, login }: Attempt): Promise<Who> {
  const accounts = trx.selectFrom('accounts').select(['employee_id', 'login']);
  const query =
    employeeId === undefined
      ? accounts.where('login', '=', login ?? '')
      : accounts.where('employee_id', '=', employeeId);
  const account = await query.executeTakeFirst();
  return { employeeId: account?.employee_id ?? employeeId ?? null, login: account?.login ?? login ?? null };
}
