import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { foreignness } from '#lib/http/foreign.ts';
import { ourNames } from '#lib/http/ourNames.ts';
import { isOwnersEnd } from './peer.ts';
import { Problem } from './problem.ts';
import { type Passwords, type UserName, userNames } from './users.ts';

const isOurName = ourNames();

/** Problem for what a page of elsewhere, or a name pointed at this machine, asks. */
export function refuseForeign({ headers }: IncomingMessage): void {
  const why = foreignness(headers, isOurName);
  if (why !== null) throw new Problem(497, 'ACCESS_DENIED', `Not answered: ${why}.`);
}

/**
 * The user of a request. Without a password it is the reader, if the program that asks belongs to the user whose data
 * this is: that user could read the passwords as well. Problem 516 for everybody else.
 */
export async function userOf(request: IncomingMessage, passwords: Passwords): Promise<UserName> {
  const { name, password } = credentials(request);
  const user = userNames.find((one) => one === name && isSame(password, passwords[one]));
  if (user !== undefined) return user;
  const unnamed = password === '' && (name === '' || name === 'default');
  if (unnamed && (await isOwnersEnd(request.socket))) return 'reader';
  const text = `${name || 'default'}: Authentication failed: password is incorrect, or there is no user with such name.`;
  throw new Problem(516, 'AUTHENTICATION_FAILED', text);
}

interface Credentials {
  readonly name: string;
  readonly password: string;
}

/** As ClickHouse takes them: in headers of its own, or Basic. What is neither is a wrong password. */
function credentials({ headers }: IncomingMessage): Credentials {
  const { authorization, 'x-clickhouse-user': user, 'x-clickhouse-key': key } = headers;
  if (user !== undefined || key !== undefined) return { name: String(user ?? ''), password: String(key ?? '') };
  if (authorization === undefined) return { name: '', password: '' };
  const [, basic] = /^Basic (.*)$/.exec(authorization) ?? [];
  if (basic === undefined) return { name: '', password: authorization };
  const [name = '', ...rest] = Buffer.from(basic, 'base64').toString().split(':');
  return { name, password: rest.join(':') };
}

const isSame = (given: string, wanted: string): boolean => timingSafeEqual(digest(given), digest(wanted));
const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
