import { randomBytes } from 'node:crypto';
import type { Locale, Role } from '#schemas/access/people.ts';
import { insertAccount, loginOf } from './accounts.ts';
import type { AuthWorld } from './act.ts';
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

/** Makes accounts for those of these people who have none, each with a password of its own; answers the new ones alone. */
export async function seedAccounts(
  { database, clock }: Pick<AuthWorld, 'database' | 'clock'>,
  people: readonly Seeded[],
): Promise<SignIn[]> {
  const made: SignIn[] = [];
  for (const { employeeId, email, locale, roles } of people) {
    const login = loginOf(email);
    const password = randomBytes(12).toString('base64url');
    const passwordHash = await hashPassword(password);
    const isNew = await database.transaction(async (trx) => {
      const known = trx.selectFrom('accounts').select('employee_id');
      const same = known.where((row) => row.or([row('employee_id', '=', employeeId), row('login', '=', login)]));
      if (await same.executeTakeFirst()) return false;
      await insertAccount(trx, { employeeId, login, passwordHash, roles, locale }, clock.now());
      return true;
    });
    if (isNew) made.push({ login, password, roles });
  }
  return made;
}
