import { randomUUID } from 'node:crypto';
import type { Role } from '#schemas/access/people.ts';
import registered from '#schemas/events/user.registered.ts';
import { draft } from '../common/events.ts';
import { insertAccount, loginOf } from './accounts.ts';
import { type Act, type AuthWorld, act, type From } from './act.ts';
import { ask, type Registration, takeLink } from './errands.ts';
import { hashPassword } from './password.ts';
import { use } from './rates.ts';

export interface Wish {
  readonly email: string;
  readonly password: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly locale: 'uk' | 'en';
}

/** Asks for an account; the mail says how to go on. The answer is the same for an address that has one. */
export async function register(world: AuthWorld, from: From, wish: Wish): Promise<void> {
  const { email, password, ...names } = wish;
  const login = loginOf(email);
  await use(world, 'registrationByAddress', from.ip);
  await use(world, 'mailByLogin', login);
  const passwordHash = await hashPassword(password);
  await ask(world, { kind: 'registration', login, ...names, passwordHash });
}

/**
 * Makes the account that a link was sent for; false when the link holds no longer. Whom the company knows by the address becomes that
 * person; anybody else is a new one, and announced as such.
 */
export function confirm(world: AuthWorld, from: From, token: string): Promise<boolean> {
  return act(world, from, async (work) => {
    const wish = (await takeLink(world, work.trx, 'registration', token)) as Registration | null;
    if (!wish || (await work.account({ login: wish.login }))) return false;
    const employeeId = await personOf(work, wish);
    if (employeeId === null) return false;
    const roles: Role[] = world.admins.includes(wish.login) ? ['employee', 'admin'] : ['employee'];
    const { login, passwordHash, locale } = wish;
    await insertAccount(work.trx, { employeeId, login, passwordHash, roles, locale }, work.now);
    return true;
  });
}

/** The number of the person with this address, new where nobody has it; null when that person has left or has an account. */
async function personOf(work: Act, { login, firstName, lastName, locale }: Registration): Promise<string | null> {
  const query = work.trx.selectFrom('people').select(['employee_id', 'active']).where('email', '=', login);
  const known = await query.orderBy('active', 'desc').executeTakeFirst();
  if (known) {
    const isTaken = (await work.account({ employee_id: known.employee_id })) !== undefined;
    return known.active === 0 || isTaken ? null : known.employee_id;
  }
  const employeeId = randomUUID();
  const nothing = { managerId: null, region: null, department: null, hiredOn: null, schedule: null };
  const data = { employeeId, email: login, firstName, lastName, locale, ...nothing };
  const [event] = await work.publish([draft(registered, { type: 'user', id: employeeId }, data)]);
  await work.trx
    .insertInto('people')
    .values({
      ...{ employee_id: employeeId, email: login, first_name: firstName, last_name: lastName, locale },
      ...{ manager_id: null, active: 1, told_at: event?.occurredAt ?? work.now },
    })
    .execute();
  return employeeId;
}
