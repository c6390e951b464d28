import { ConfigError } from '#lib/config.ts';

/** Whom registration is for, beside people whom the company knows by their mail address. */
export const registrationRules = ['known', 'domains', 'open'] as const;

/**
 * Whether an address that the company does not know may register. Administrators who are named by a setting always may:
 * somebody has to be the first. ConfigError for `domains` without any.
 */
export function registrationRule(
  rule: (typeof registrationRules)[number],
  domains: readonly string[],
  admins: readonly string[],
): (login: string) => boolean {
  if (rule === 'domains' && domains.length === 0)
    throw new ConfigError('AUTH_REGISTRATION is domains, but AUTH_REGISTRATION_DOMAINS names none. Name one or more.');
  return (login) => {
    if (rule === 'open' || admins.includes(login)) return true;
    return rule === 'domains' && domains.includes(login.slice(login.lastIndexOf('@') + 1));
  };
}
