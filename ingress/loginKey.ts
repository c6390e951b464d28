import { randomBytes } from 'node:crypto';
import { link, mkdir, readFile, unlink, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * The secret behind pseudonyms of logins: `given`, else that of `file`, which is made on first use. Another secret is
 * another pseudonym for the same login, so several bridges need the same one.
 */
export async function loginSecret(given: string | undefined, file: string): Promise<Buffer> {
  if (given !== undefined) return Buffer.from(given);
  await mkdir(dirname(file), { recursive: true });
  await makeOnce(file);
  return Buffer.from((await readFile(file, 'utf8')).trim());
}

/** A link is made whole or not at all, and leaves a file that another bridge has just made as it is. */
async function makeOnce(file: string): Promise<void> {
  const draft = `${file}.${randomBytes(4).toString('hex')}`;
  await writeFile(draft, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600 });
  await link(draft, file).catch(unlessThere);
  await unlink(draft);
}

function unlessThere(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}
