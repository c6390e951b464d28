import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Ports, portVariables } from './addresses.ts';
import { type RoleName, roleUrls } from './roles.ts';

export interface EnvironmentOptions {
  readonly dataDir: string;
  readonly ports: Ports;
  readonly roles: readonly RoleName[];
  /** What the user has set; nothing for a line of its own. */
  readonly given: Readonly<Record<string, string | undefined>>;
}

/** What only a deployment sets: a line of its own keeps to its own folder and ports. */
const outside = ['DATABASE_URL', 'KAFKA_USER', 'KAFKA_PASSWORD', 'SMTP_URL', 'PUBLIC_URL', 'SERVICE_SECRET'] as const;

/**
 * What every role finds in its environment before any server is started: ports, addresses of the others, data, secrets.
 */
export function environmentOf({
  dataDir,
  ports,
  roles,
  given,
}: EnvironmentOptions): Record<string, string | undefined> {
  return {
    ...process.env,
    ...Object.fromEntries(outside.map((name) => [name, given[name] || undefined])),
    ...portVariables(ports),
    ...roleUrls(roles, ports),
    PUBLIC_URL: given.PUBLIC_URL || `http://localhost:${ports.api}`,
    SERVICE_SECRET: given.SERVICE_SECRET || keptSecret(join(dataDir, 'services', 'service.key')),
    LEAVELINE_DATA: dataDir,
  };
}

/** The secret of a file, made on first use and readable by its owner alone. */
function keptSecret(file: string): string {
  mkdirSync(dirname(file), { recursive: true });
  if (!existsSync(file)) writeFileSync(file, randomBytes(32).toString('base64url'), { mode: 0o600, flag: 'wx' });
  return readFileSync(file, 'utf8').trim();
}
