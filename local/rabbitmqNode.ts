import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Child, spawnChild, untilServing } from './child.ts';
import { requireSpace } from './disk.ts';
import type { LocalPart, StartContext } from './part.ts';
import { freePort, requireFreePort } from './ports.ts';
import { stopOrphan } from './processes.ts';
import { brokerFault } from './rabbitmqAnswer.ts';
import { findProgram, searchPath } from './searchPath.ts';

const installHint =
  'No RabbitMQ listens on localhost:5672 and none is installed. Install it (Debian, Ubuntu: apt install rabbitmq-server; ' +
  'macOS: brew install rabbitmq), or set AMQP_URL to a running one.';

/** Debian's and Red Hat's own command on PATH insists on the user rabbitmq; the script behind it does not. */
const usualFolders = ['/usr/lib/rabbitmq/bin', '/opt/homebrew/opt/rabbitmq/sbin', '/usr/local/opt/rabbitmq/sbin'];

export interface RabbitmqNode extends LocalPart {
  /** `rabbitmqctl` of this node; resolves with what it says. */
  control(...args: readonly string[]): Promise<string>;
}

/**
 * Starts an installed `rabbitmq-server` as a node of our own: own data, own cookie, own port mapper (epmd), loopback
 * only, so that nothing of an installed service is touched. Its data survives stop, crash and restart.
 */
export async function startRabbitmqNode(options: StartContext & { readonly port: number }): Promise<RabbitmqNode> {
  const { dataDir, port, progress } = options;
  await stopOrphan(dataDir, 'rabbitmq', progress);
  await stopOrphan(dataDir, 'epmd', progress);
  await requireFreePort(port, 'set AMQP_URL to a running RabbitMQ, or RABBITMQ_PORT to a free port.');
  const server = findTool('rabbitmq-server');
  requireSpace(dataDir, 300, 'RabbitMQ');
  const env = await nodeEnvironment(join(dataDir, 'rabbitmq'), port);
  const mapper = await startPortMapper(dataDir, env);
  const node = await spawnChild({ name: 'rabbitmq', command: server, args: [], env, dataDir });
  async function stop() {
    await node.stop();
    await mapper.stop();
  }
  const url = `amqp://guest:guest@localhost:${port}`;
  await ready(node, url, options).catch(async (error) => {
    await mapper.stop();
    throw error;
  });
  const address = `localhost:${port}`;
  const control = controlOf(env);
  return { name: 'rabbitmq', address, env: { AMQP_URL: url }, exited: node.exited, stop, signal: node.signal, control };
}

function findTool(name: string): string {
  const found = findProgram(name, [...usualFolders, ...searchPath(), '/usr/sbin']);
  if (found === undefined) throw new Error(installHint);
  return found;
}

const controlOf =
  (env: Record<string, string>) =>
  async (...args: readonly string[]): Promise<string> => {
    const options = { env: { ...process.env, ...env } };
    return (await promisify(execFile)(findTool('rabbitmqctl'), args, options)).stdout;
  };

async function nodeEnvironment(dir: string, port: number): Promise<Record<string, string>> {
  mkdirSync(dir, { recursive: true });
  function file(name: string, text: string): string {
    writeFileSync(join(dir, name), text);
    return join(dir, name);
  }
  return {
    HOME: dir,
    ERL_EPMD_PORT: String(await freePort()),
    ERL_EPMD_ADDRESS: '127.0.0.1',
    RABBITMQ_NODENAME: 'leaveline@localhost',
    RABBITMQ_DIST_PORT: String(await freePort()),
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: '-kernel inet_dist_use_interface {127,0,0,1}',
    RABBITMQ_BASE: dir,
    RABBITMQ_MNESIA_BASE: join(dir, 'data'),
    RABBITMQ_LOGS: '-',
    RABBITMQ_PID_FILE: join(dir, 'node.pid'),
    RABBITMQ_CONFIG_FILE: file('rabbitmq.conf', `listeners.tcp.local = 127.0.0.1:${port}\n`),
    RABBITMQ_ADVANCED_CONFIG_FILE: file('advanced.config', '[].\n'),
    RABBITMQ_CONF_ENV_FILE: file('rabbitmq-env.conf', ''),
    RABBITMQ_ENABLED_PLUGINS_FILE: file('enabled_plugins', '[].\n'),
  };
}

/** epmd in the foreground on a port of its own; otherwise Erlang would leave one running for ever. */
async function startPortMapper(dataDir: string, env: Record<string, string>): Promise<Child> {
  const args = ['-port', env.ERL_EPMD_PORT ?? '', '-address', '127.0.0.1'];
  return spawnChild({ name: 'epmd', command: 'epmd', args, dataDir });
}

const ready = (node: Child, url: string, { progress, signal }: StartContext): Promise<void> =>
  untilServing(node, async () => ((await brokerFault(url)) === null ? null : 'the node is starting'), {
    what: 'RabbitMQ',
    withinMs: 90_000,
    everyMs: 250,
    progress,
    signal,
  });
