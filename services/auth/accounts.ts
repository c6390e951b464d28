import { type Locale, type Role, roles } from '#schemas/access/people.ts';
import type { AccountRow, Trx } from './tables.ts';

export const loginOf = (email: string): string => email.trim().toLowerCase();

export function rolesOf({ roles: text }: Pick<AccountRow, 'roles'>): Role[] {
  const given = JSON.parse(text) as string[];
  return roles.filter((role) => given.includes(role));
}

/** The roles that a person acts in: those given, and manager for who has people. */
export async function actingRoles(trx: Trx, account: AccountRow): Promise<Role[]> {
  const given = rolesOf(account);
  const people = trx.selectFrom('people').select('employee_id').where('manager_id', '=', account.employee_id);
  const manages = await people.where('active', '=', 1).limit(1).executeTakeFirst();
  return roles.filter((role) => given.includes(role) || (role === 'manager' && manages !== undefined));
}

/** Whether the company still knows the person as one of its own; who has not been announced counts as one. */
export async function isActive(trx: Trx, employeeId: string): Promise<boolean> {
  const person = await trx
    .selectFrom('people')
    .select('active')
    .where('employee_id', '=', employeeId)
    .executeTakeFirst();
  return person?.active !== 0;
}

export interface NewAccount {
  readonly employeeId: string;
  readonly login: string;
  readonly passwordHash: string;
  readonly roles: readonly Role[];
  readonly locale: Locale;
}

export const insertAccount = (trx: Trx, account: NewAccount, now: number) =>
  trx
    .insertInto('accounts')
    .values({
      employee_id: account.employeeId,
      login: account.login,
      password_hash: account.passwordHash,
      roles: JSON.stringify(account.roles),
      locale: account.locale,
      blocked: 0,
      totp_secret: null,
      totp_offered: null,
      totp_step: 0,
      created_at: now,
      password_at: now,
    })
    .execute();

export const updateAccount = (trx: Trx, employeeId: string, change: Partial<AccountRow>) =>
  trx.updateTable('accounts').set(change).where('employee_id', '=', employeeId).execute();
