import { dataFolder, freePorts, portsFrom } from './addresses.ts';
import { waitUntilCaughtUp } from './caughtUp.ts';
import { companyService, type SignIn, seedServices } from './company.ts';
import { environmentOf } from './environment.ts';
import { mailService } from './mail.ts';
import { buildPage } from './page.ts';
import { holdDataDir, keepForOwner } from './processes.ts';
import { hasServices, type RoleName, roleNames, roleService, serviceRoles } from './roles.ts';
import { newRun, type Run } from './run.ts';
import { type Screen, silentScreen } from './screen.ts';
import { clickhouseService, kafkaService, rabbitmqService, registryService } from './servers.ts';
import type { Supervised } from './supervisor.ts';

export interface LineOptions {
  /** Absolute folder of data, logs and process ids; default `LEAVELINE_DATA`, else `.leaveline`. */
  readonly dataDir?: string;
  /** `free`: a line of its own on free ports, a RabbitMQ node included, whatever the environment names. */
  readonly ports?: 'free' | 'default';
  /** Without the demonstration company. */
  readonly bare?: boolean;
  /** Size of the demonstration company; default 200. */
  readonly people?: number;
  /** Which roles; default all. Without `api` no page is built, without a service no mail server is started. */
  readonly roles?: readonly RoleName[];
  /** More environment for every role. */
  readonly env?: Readonly<Record<string, string>>;
  readonly log?: Screen;
  /** Aborts the start; what has been started is stopped. */
  readonly signal?: AbortSignal;
}

export interface Line {
  /** Where each part is reached, by its name, in the order of their start. */
  readonly addresses: Readonly<Record<string, string>>;
  /** The environment in which a program finds this line: AMQP_URL, KAFKA_BROKERS and so on. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Accounts of the demonstration company that this start has made: at the first one, and never again. */
  readonly signIns: readonly SignIn[];
  /** How often the part was started again. */
  restarts(name: string): number;
  /** Sends a signal, by default SIGKILL, that ends the part; resolves when it is gone. It is then started again. */
  kill(name: string, signal?: NodeJS.Signals): Promise<void>;
  /** Sends any signal, SIGSTOP for one, to the part. */
  signal(name: string, signal: NodeJS.Signals): void;
  /** Ends the part in order; resolves when it serves again. */
  restart(name: string): Promise<void>;
  /** Resolves when the part serves. */
  serving(name: string): Promise<void>;
  /** Stops everything in the reverse order of its start. */
  stop(): Promise<void>;
}

/**
 * Starts a whole line and watches over it: servers, registry, page, roles, company; resolves when it has caught up.
 * A failure stops what has been started and is thrown as one sentence with the remedy.
 */
export async function startLine(options: LineOptions = {}): Promise<Line> {
  const free = options.ports === 'free';
  const dataDir = options.dataDir ?? dataFolder(process.env);
  keepForOwner(dataDir);
  const ports = free ? await freePorts() : portsFrom(process.env);
  const given = free ? {} : process.env;
  const roles = options.roles ?? roleNames;
  const env = { ...environmentOf({ dataDir, ports, roles, given }), ...options.env };
  const run = newRun({ dataDir, env, screen: options.log ?? silentScreen, signal: options.signal });
  const release = holdDataDir(dataDir);
  const stop = () => run.stop().finally(release);
  const signIns: SignIn[] = [];
  try {
    signIns.push(...(await startAll(run, { ...options, roles }, { ports, given, privateRabbitmq: free })));
  } catch (error) {
    await stop();
    throw error;
  }
  run.started();
  return lineOf(run, signIns, stop);
}

type Wanted = LineOptions & { readonly roles: readonly RoleName[] };
type Choice = Parameters<typeof kafkaService>[0];

/** Group after group; the members of a group start side by side. Answers the accounts that were made. */
async function startAll(run: Run, { roles, bare, people = 200 }: Wanted, choice: Choice): Promise<readonly SignIn[]> {
  const { ports, given } = choice;
  const seeded = !bare && serviceRoles.every((name) => roles.includes(name));
  const mail = hasServices(roles) ? [mailService({ ports, url: given.SMTP_URL })] : [];
  await run.start([kafkaService(choice), rabbitmqService(choice), clickhouseService(choice), ...mail]);
  await run.start([registryService(choice)]);
  if (roles.includes('api') && (await buildPage(run.context('page')))) run.screen.done('page', 'built');
  const signIns = seeded ? await seedServices(run.context('seed'), people) : [];
  if (seeded) run.screen.done('seed', 'the services know the company');
  await run.start(roles.map((name) => roleService(name, ports)));
  if (!bare) await run.start([companyService(people, seeded)]);
  await waitUntilCaughtUp(run.context('line'));
  return signIns;
}

function lineOf(run: Run, signIns: readonly SignIn[], stop: () => Promise<void>): Line {
  const all = run.groups.flat();
  function named(name: string): Supervised {
    const one = all.find((candidate) => candidate.name === name);
    if (one === undefined) throw new Error(`This line has no part ${name}.`);
    return one;
  }
  return {
    addresses: Object.fromEntries(all.map(({ name, part }) => [name, part.address])),
    env: run.env,
    signIns,
    restarts: (name) => named(name).restarts,
    kill: (name, signal) => named(name).kill(signal),
    signal: (name, signal) => named(name).part.signal(signal),
    restart: async (name) => {
      await named(name).kill('SIGTERM');
      await named(name).serving();
    },
    serving: (name) => named(name).serving(),
    stop,
  };
}
