import { randomBytes } from 'node:crypto';
import type { Locale, Role } from '#schemas/access/people.ts';
import rolesChanged from '#schemas/events/auth.roles.changed.ts';
import { draft } from '../common/messaging/events.ts';
import { insertAccount, loginOf, type NewAccount } from './accounts.ts';
import { type ActWorld, actOf, aggregateOf, nowhere, where } from './act.ts';
import { hashPassword } from './password.ts';

/** Somebody who is to have an account. */
export interface Seeded {
  readonly employeeId: string;
  readonly email: string;
  readonly locale: Locale;
  readonly roles: readonly Role[];
}

/** What to print once: nobody can read the password again. */
export interface SignIn {
  readonly login: string;
  readonly password: string;
  readonly roles: readonly Role[];
}

/** 96 random bits. */
export const newPassword = (): string => randomBytes(12).toString('base64url');

/**
 * Makes accounts for those of these people who have none, each with a password of its own; answers the new ones alone.
 * Who is more than an employee is told as if an administrator had made them so, for other services want to know who hr
 * is.
 */
export async function seedAccounts(world: ActWorld, people: readonly Seeded[]): Promise<SignIn[]> {
  const made: SignIn[] = [];
  for (const person of people) {
    const password = newPassword();
    const login = loginOf(person.email);
    if (await seedOne(world, { ...person, login, passwordHash: await hashPassword(password) }))
      made.push({ login, password, roles: person.roles });
  }
  return made;
}

/** What any account begins as. */
const before: readonly Role[] = ['employee'];

const seedOne = (world: ActWorld, account: NewAccount): Promise<boolean> =>
  world.database.transaction(async (trx) => {
    const { employeeId, login, roles } = account;
    const known = trx.selectFrom('accounts').select('employee_id');
    const same = known.where((row) => row.or([row('employee_id', '=', employeeId), row('login', '=', login)]));
    if (await same.executeTakeFirst()) return false;
    const work = actOf(world, nowhere, trx);
    await insertAccount(trx, account, work.now);
    const data = { employeeId, login, before, roles, by: null, ...where(work) };
    if (roles.join() !== before.join()) await work.publish([draft(rolesChanged, aggregateOf(employeeId), data)]);
    return true;
  });
