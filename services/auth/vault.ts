import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { link, mkdir, readFile, unlink, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ConfigError } from '#lib/config.ts';

/** What keeps secrets secret in the database; each purpose has a key of its own. */
export interface Vault {
  /** AES-256-GCM, base64url. */
  seal(purpose: string, text: string): string;
  /** Throws when it was sealed with another key or purpose, or was changed. */
  open(purpose: string, sealed: string): string;
  /** HMAC-SHA-256, base64url. */
  mac(purpose: string, text: string): string;
}

const nonceBytes = 12;
const tagBytes = 16;

/** A vault whose keys come from `secret`. */
export function vaultOf(secret: string): Vault {
  const keys = new Map<string, Buffer>();
  const keyOf = (purpose: string): Buffer => {
    const known = keys.get(purpose);
    if (known) return known;
    const key = Buffer.from(hkdfSync('sha256', secret, 'leaveline auth', purpose, 32));
    keys.set(purpose, key);
    return key;
  };
  return {
    seal: (purpose, text) => seal(keyOf(`seal ${purpose}`), text),
    open: (purpose, sealed) => unseal(keyOf(`seal ${purpose}`), Buffer.from(sealed, 'base64url')),
    mac: (purpose, text) =>
      createHmac('sha256', keyOf(`mac ${purpose}`))
        .update(text)
        .digest('base64url'),
  };
}

function seal(key: Buffer, text: string): string {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  const bytes = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), bytes]).toString('base64url');
}

function unseal(key: Buffer, sealed: Buffer): string {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, nonceBytes), { authTagLength: tagBytes });
  decipher.setAuthTag(sealed.subarray(nonceBytes, nonceBytes + tagBytes));
  return Buffer.concat([decipher.update(sealed.subarray(nonceBytes + tagBytes)), decipher.final()]).toString('utf8');
}

/**
 * The secret `given` (AUTH_KEY), else that of `file`, made on first use and readable by its owner alone. ConfigError
 * for a short one.
 */
export async function authSecret(given: string | undefined, file: string): Promise<string> {
  const secret = given ?? (await fromFile(file));
  if (secret.length < 32)
    throw new ConfigError('AUTH_KEY needs at least 32 characters; make one with `openssl rand -base64 32`.');
  return secret;
}

/** A link is made whole or not at all, and leaves a file that another process has just made as it is. */
async function fromFile(file: string): Promise<string> {
  await mkdir(dirname(file), { recursive: true });
  const known = await readFile(file, 'utf8').catch(() => null);
  if (known !== null) return known.trim();
  const draft = `${file}.${randomBytes(4).toString('hex')}`;
  await writeFile(draft, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600 });
  await link(draft, file).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  await unlink(draft);
  return (await readFile(file, 'utf8')).trim();
}
