import { openConnection } from '#lib/amqp/connection.ts';
import { silentLog } from '#lib/log.ts';

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
export function placeOf(url: string): string {
  const { hostname, port, protocol } = new URL(url);
  return `${hostname}:${port || (protocol === 'amqps:' ? 5671 : 5672)}`;
}
