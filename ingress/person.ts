import { createHmac } from 'node:crypto';
import { dead, type Outcome, ok } from '#lib/outcome.ts';
import type { EventDefinition } from '#schemas/event.ts';

/**
 * What a record is partitioned by: the person, or, where a login belongs to nobody we know, what was typed, unreadably; where nothing
 * was typed (a link, a token), the address that it came from.
 */
export function personOf(event: Readonly<Record<string, unknown>>, secret: Buffer): Outcome<string> {
  if (typeof event.employeeId === 'string' && event.employeeId !== '') return ok(event.employeeId);
  if (typeof event.login === 'string' && normalisedLogin(event.login) !== '')
    return ok(loginPseudonym(event.login, secret));
  if (typeof event.ip === 'string' && event.ip !== '') return ok(loginPseudonym(event.ip, secret));
  return dead('no_person', 'neither a person, a login nor an address');
}

/** HMAC-SHA256 of the login name, hexadecimal. The same name, however typed, has the same one. */
const loginPseudonym = (login: string, secret: Buffer): string =>
  createHmac('sha256', secret).update(normalisedLogin(login)).digest('hex');

const normalisedLogin = (login: string): string => login.normalize('NFKC').trim().toLowerCase();

/** Whether the data leaves out the person that this type cannot do without. */
export const lacksPerson = ({ fields }: EventDefinition, data: Readonly<Record<string, unknown>>): boolean =>
  fields.employeeId?.nullable === false && [undefined, null, ''].includes(data.employeeId as string | undefined);
