import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Who may ask ClickHouse here: the sinks write, the API reads, and the reader asks by hand within tight limits. */
export const userNames = ['sinks', 'api', 'reader'] as const;
export type UserName = (typeof userNames)[number];
export type Passwords = Readonly<Record<UserName, string>>;

/** The passwords of a data folder, made on first use, in a file that its owner alone may read. */
export function passwordsIn(dataDir: string): Passwords {
  const file = join(dataDir, 'passwords.json');
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  try {
    writeFileSync(file, JSON.stringify(fresh(), null, 2), { mode: 0o600, flag: 'wx', flush: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return JSON.parse(readFileSync(file, 'utf8'));
}

const fresh = () => Object.fromEntries(userNames.map((name) => [name, randomBytes(32).toString('base64url')]));

const GiB = 2 ** 30;

/** What one statement of a user may take; the sinks' have no limits, for nobody could do their work for them. */
export const limitsOf = (user: UserName): readonly (readonly [setting: string, most: number])[] =>
  user === 'sinks' ? [] : Object.entries(limits[user]);

const limits = {
  api: { max_execution_time: 60, max_result_rows: 1_000_000, max_memory_usage: 4 * GiB },
  reader: { max_execution_time: 30, max_result_rows: 500_000, max_memory_usage: 2 * GiB, max_threads: 2 },
} as const;

/** Where a user finds ClickHouse, password included: for the environment of a role, never for a log. */
export const urlOf = (user: UserName, passwords: Passwords, port: number): string =>
  `http://${user}:${passwords[user]}@localhost:${port}`;
