import { createHmac } from 'node:crypto';
import { type PersonKey, personKey } from '#schemas/reader/person.ts';

/**
 * What a record is partitioned by: the person, or, where a login belongs to nobody we know, what was typed, unreadably:
 * HMAC-SHA256, hexadecimal.
 */
export function personOf(event: Readonly<Record<string, unknown>>, secret: Buffer): string {
  const key = personKey(event);
  if (!key) throw new RangeError('an event of nobody was accepted');
  return 'employeeId' in key ? key.employeeId : pseudonym(key, secret);
}

const pseudonym = ({ typed }: Extract<PersonKey, { typed: string }>, secret: Buffer): string =>
  createHmac('sha256', secret).update(typed).digest('hex');
