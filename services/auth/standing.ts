import type { Role } from '#schemas/access/people.ts';
import { actingRoles } from './accounts.ts';
import type { AccountRow, Trx } from './tables.ts';

/**
 * For whom a second factor is a must. `optional`: nobody. `privileged`: roles that open what is others' count only with
 * one. `everyone`: without one an account may do nothing but enrol.
 */
export const secondFactorRules = ['optional', 'privileged', 'everyone'] as const;
export type SecondFactorRule = (typeof secondFactorRules)[number];

/** The roles of an account, split into those that count now and those that wait for a second factor. */
export interface EffectiveRoles {
  readonly roles: readonly Role[];
  readonly rolesWithheld: readonly Role[];
}

const counts = (rule: SecondFactorRule, role: Role): boolean =>
  rule === 'optional' || (rule === 'privileged' && role === 'employee');

export function standing(rule: SecondFactorRule, hasFactor: boolean, acting: readonly Role[]): EffectiveRoles {
  const roles = acting.filter((role) => hasFactor || counts(rule, role));
  return { roles, rolesWithheld: acting.filter((role) => !roles.includes(role)) };
}

/**
 * What an account may do in any of its sessions. Each has proven the second factor of its account: a sign-in asks for
 * it, and enrolling ends all sessions but the one that has just given a code.
 */
export const standingOf = async (rule: SecondFactorRule, trx: Trx, account: AccountRow): Promise<EffectiveRoles> =>
  standing(rule, account.totp_secret !== null, await actingRoles(trx, account));
