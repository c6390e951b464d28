import { openConnection } from '#lib/amqp/connection.ts';
import { silentLog } from '#lib/log.ts';
import { foundPart, type LocalPart, type StartContext } from './part.ts';
import { listens } from './ports.ts';
import { startRabbitmqNode } from './rabbitmqNode.ts';

export interface RabbitmqOptions extends StartContext {
  /** Where a node that is started here listens; default 5672. */
  readonly port?: number;
  /** Start a node even when a broker already listens, e.g. for a line beside another one. */
  readonly private?: boolean;
}

const standardUrl = 'amqp://guest:guest@localhost:5672';
const standardPort = 5672;

/**
 * The broker that already listens on localhost:5672, else an installed `rabbitmq-server` as a node of our own with its
 * data under `<dataDir>/rabbitmq`. Throws one sentence when what listens there is no RabbitMQ or refuses guest, or when
 * none is installed.
 */
export async function startRabbitmq(options: RabbitmqOptions): Promise<LocalPart> {
  const port = options.port ?? standardPort;
  const found = !options.private && port === standardPort && (await listens(standardPort, 'localhost'));
  if (!found) return startRabbitmqNode({ ...options, port });
  await requireBroker(standardUrl, 'set AMQP_URL to a RabbitMQ that may be used (amqp://user:password@host:5672).');
  return foundPart('rabbitmq', 'localhost:5672', { AMQP_URL: standardUrl });
}

/** Shakes hands as AMQP 0-9-1 does; throws one sentence with the remedy when that fails. */
export async function requireBroker(url: string, remedy: string): Promise<void> {
  const fault = await brokerFault(url);
  if (fault !== null)
    throw new Error(`RabbitMQ at ${placeOf(url)} cannot be used: ${fault}. Start or correct it, or ${remedy}`);
}

/** null when a broker answers and lets us in; else why not. */
export async function brokerFault(url: string): Promise<string | null> {
  try {
    const connection = await openConnection({ url, name: 'leaveline-start', log: silentLog });
    await connection.close();
    return null;
  } catch (error) {
    return explain(error instanceof Error ? error : new Error(String(error)), url);
  }
}

function explain(error: Error, url: string): string {
  if (/ACCESS[-_]REFUSED/.test(error.message)) return `it refuses the user ${userOf(url)} with this password`;
  if (/NOT[-_]ALLOWED|vhost|Expected ConnectionOpenOk/.test(error.message))
    return `it has no virtual host ${vhostOf(url)}, or none for this user`;
  if (/ECONNREFUSED/.test(`${error.message} ${(error as NodeJS.ErrnoException).code}`)) return 'nothing listens there';
  if (/ENOTFOUND|EAI_AGAIN/.test(error.message)) return 'there is no host of that name';
  return `it does not answer as RabbitMQ does (${error.message || error.name})`;
}

const userOf = (url: string): string => decodeURIComponent(new URL(url).username) || 'guest';

const vhostOf = (url: string): string => decodeURIComponent(new URL(url).pathname.slice(1)) || '/';

/** Host and port, without the password. */
export const placeOf = (url: string): string => {
  const { hostname, port, protocol } = new URL(url);
  return `${hostname}:${port || (protocol === 'amqps:' ? 5671 : standardPort)}`;
};
