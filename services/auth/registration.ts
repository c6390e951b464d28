import { randomUUID } from 'node:crypto';
import type { Role } from '#schemas/access/people.ts';
import created from '#schemas/events/auth.account.created.ts';
import registered from '#schemas/events/user.registered.ts';
import { draft } from '../common/messaging/events.ts';
import { isReplicaEvent } from '../common/people/replica.ts';
import { insertAccount, loginOf } from './accounts.ts';
import { type Act, type AuthWorld, act, aggregateOf, type From, where } from './act.ts';
import { takeLink } from './links.ts';
import { ask, type Registration } from './mailJobs.ts';
import { hashNew } from './passwords.ts';
import { use } from './rates.ts';
import { tellRefusal } from './refusals.ts';
import { learn } from './replica.ts';

export interface RegistrationInput {
  readonly email: string;
  readonly password: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly locale: 'uk' | 'en';
}

/** Asks for an account; the mail says how to go on. The answer is the same for an address that has one. */
export async function register(world: AuthWorld, from: From, wish: RegistrationInput): Promise<void> {
  const { email, password, ...names } = wish;
  const login = loginOf(email);
  const attempt = { action: 'registration', from, login } as const;
  await use(world, attempt, 'registrationByAddress', from.ip);
  await use(world, attempt, 'mailByLogin', login);
  const passwordHash = await hashNew(world, password);
  await ask(world, from, { kind: 'registration', login, ...names, passwordHash });
}

/**
 * Makes the account that a link was sent for; false, with the reason as an event, when that cannot be. Whom the company
 * knows by the address becomes that person; anybody else is a new one, and announced as such.
 */
export async function confirm(world: AuthWorld, from: From, token: string): Promise<boolean> {
  const attempt = { action: 'registration_confirm', from } as const;
  await use(world, attempt, 'linkByAddress', from.ip);
  return act(world, from, async (work) => {
    const wish = (await takeLink(world, work.trx, 'registration', token)) as Registration | null;
    const refusal = wish ? await open(world, work, wish) : 'link_over';
    if (refusal !== null) await tellRefusal(world, work, { ...attempt, login: wish?.login }, refusal);
    return refusal === null;
  });
}

/** Makes the account; null, or why it cannot be made. */
async function open(world: AuthWorld, work: Act, wish: Registration): Promise<string | null> {
  const { login, passwordHash, locale } = wish;
  if (await work.account({ login })) return 'account_exists';
  const employeeId = await personOf(world, work, wish);
  if (employeeId === null) return 'person_taken';
  const roles: Role[] = world.admins.includes(login) ? ['employee', 'admin'] : ['employee'];
  await insertAccount(work.trx, { employeeId, login, passwordHash, roles, locale }, work.now);
  await work.publish([draft(created, aggregateOf(employeeId), { employeeId, login, roles, ...where(work) })]);
  return null;
}

/**
 * The number of the person with this address, new where nobody has it; null when that person has left or has an
 * account, or may not register.
 */
async function personOf(
  world: AuthWorld,
  work: Act,
  { login, firstName, lastName, locale }: Registration,
): Promise<string | null> {
  const query = work.trx.selectFrom('people').select(['employee_id', 'active']).where('email', '=', login);
  const known = await query.orderBy('active', 'desc').executeTakeFirst();
  if (known) {
    const isTaken = (await work.account({ employee_id: known.employee_id })) !== undefined;
    return known.active === 0 || isTaken ? null : known.employee_id;
  }
  if (!world.mayRegister(login)) return null;
  const employeeId = randomUUID();
  const nothing = { managerId: null, region: null, department: null, hiredOn: null, schedule: null };
  const data = { employeeId, email: login, firstName, lastName, locale, ...nothing };
  const [event] = await work.publish([draft(registered, { type: 'user', id: employeeId }, data)]);
  if (event && isReplicaEvent(event)) await learn(work.trx, event);
  return employeeId;
}
