import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { isKnown } from './commonPasswords.ts';

const derive = promisify(argon2);

/** OWASP's parameters for Argon2id: 19 MiB, two passes, one lane. */
const cost = { memory: 19_456, passes: 2, parallelism: 1 } as const;
const saltBytes = 16;
const tagLength = 32;

export const shortestPassword = 12;
export const longestPassword = 128;

const bytesOf = (password: string): Buffer => Buffer.from(password.normalize('NFKC'), 'utf8');

const b64 = (bytes: Buffer): string => bytes.toString('base64').replace(/=+$/, '');

/** Argon2id in the PHC string format. */
export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(saltBytes);
  const tag = await derive('argon2id', { ...cost, message: bytesOf(password), nonce, tagLength });
  return `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=${cost.parallelism}$${b64(nonce)}$${b64(tag)}`;
}

const form = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([\w+/]+)\$([\w+/]+)$/;

let dummy: Promise<string> | undefined;

/**
 * Whether the password is that of the hash. Without a hash (nobody has the login) it takes the same time, and is false.
 */
export async function verifyPassword(hash: string | null, password: string): Promise<boolean> {
  dummy ??= hashPassword(randomBytes(saltBytes).toString('hex'));
  const parts = form.exec(hash ?? (await dummy));
  if (!parts) throw new Error('a password hash of an unknown form');
  const [, memory, passes, parallelism, nonce = '', tag = ''] = parts;
  const expected = Buffer.from(tag, 'base64');
  const found = await derive('argon2id', {
    message: bytesOf(password),
    nonce: Buffer.from(nonce, 'base64'),
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
    tagLength: expected.length,
  });
  return timingSafeEqual(found, expected) && hash !== null;
}

export type Weakness = 'too_short' | 'too_long' | 'too_common' | 'too_personal';

/** Words that lie near because of where the password is for (ASVS 6.1.2). */
const ourWords = ['leaveline', 'vacation', 'відпустк'] as const;

/** What is wrong with a new password; null: nothing. No rules of composition (NIST SP 800-63B, ASVS 2.1). */
export function weaknessOf(password: string, login: string): Weakness | null {
  const text = password.normalize('NFKC');
  const length = [...text].length;
  if (length < shortestPassword) return 'too_short';
  if (length > longestPassword) return 'too_long';
  const lower = text.toLowerCase();
  if (new Set(lower).size < 5 || isCommon(lower)) return 'too_common';
  const name = login.split('@')[0]?.toLowerCase() ?? '';
  if (ourWords.some((word) => lower.includes(word))) return 'too_common';
  return name.length > 3 && lower.includes(name) ? 'too_personal' : null;
}

/** A common password, alone, repeated, or with digits and signs around it. */
function isCommon(lower: string): boolean {
  const core = lower.replace(/^[^a-zа-яіїєґ]+|[^a-zа-яіїєґ]+$/g, '');
  const unit = /^(.+?)\1+$/.exec(lower)?.[1];
  return (
    [lower, core, unit ?? ''].some((text) => isKnown(text, shortestPassword)) || '01234567890123456789'.includes(lower)
  );
}
