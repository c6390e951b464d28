import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { createPublisher } from '#lib/amqp/publisher.ts';
import { type Clock, systemClock } from '#lib/clock.ts';
import { port, readConfig, serviceUrl, settings } from '#lib/config.ts';
import { isProxyList, trustedProxies } from '#lib/http/clientAddress.ts';
import { onlyOurs } from '#lib/http/foreign.ts';
import { listen } from '#lib/http/serve.ts';
import type { Log } from '#lib/log.ts';
import { type Part, runRole, watching } from '#lib/role.ts';
import { type Verify, verifier } from '#schemas/access/tokens.ts';
import { hrDeclarations, hrExchange } from '#schemas/exchange.ts';
import type { ServiceContext } from './database/context.ts';
import { type Database, openDatabase } from './database/database.ts';
import type { Migration } from './database/migration.ts';
import { migrate } from './database/migrations.ts';
import { httpOf } from './http/app.ts';
import type { Route } from './http/route.ts';
import { type InboxOptions, subscribe } from './messaging/inbox.ts';
import { relay } from './messaging/relay.ts';

/** What a service's own pieces are built from. */
export interface World<DB, S extends z.ZodRawShape = z.ZodRawShape> extends ServiceContext<DB> {
  readonly config: z.infer<z.ZodObject<S>>;
  readonly log: Log;
}

/** What a service adds to the common column. */
export interface Pieces<DB> {
  readonly routes: readonly Route[];
  /** What it wants to hear of, if anything. */
  readonly subscription?: Pick<InboxOptions<DB>, 'patterns' | 'handle'>;
  /** What else runs, stopped in reverse. */
  readonly parts?: readonly Part[];
  /** How tokens are verified, where not by auth's JWKS over HTTP: auth itself knows its keys. */
  readonly verify?: Verify;
}

export interface ServiceDefinition<DB, S extends z.ZodRawShape> {
  /** `vacation`: of its database, queue, metrics and addresses (`/api/vacation`). */
  readonly name: string;
  /** Default port; `<NAME>_PORT` chooses another. */
  readonly port: number;
  readonly migrations: readonly Migration[];
  /** Settings of its own. */
  readonly settings: S;
  build(world: World<DB, S>): Pieces<DB> | Promise<Pieces<DB>>;
}

export interface Service<DB> extends Part {
  readonly port: number;
  readonly database: Database<DB>;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** The settings that all services share. */
const shared = {
  AMQP_URL: settings.AMQP_URL,
  DATABASE_URL: settings.DATABASE_URL,
  LEAVELINE_DATA: settings.LEAVELINE_DATA,
  LEAVELINE_PREFIX: z.string().default('').describe('Keeps exchanges and queues of tests apart.'),
  AUTH_URL: serviceUrl('auth', 8101),
  TRUSTED_PROXIES: z
    .string()
    .default('127.0.0.1,::1')
    .refine(isProxyList, 'not a list of addresses')
    .describe('Addresses or networks of proxies, such as 10.0.0.0/8, that may name the client in X-Forwarded-For.'),
} as const;

type Shared = z.infer<z.ZodObject<typeof shared>>;

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));

/** Runs a service as a process. */
export const runService = <DB, S extends z.ZodRawShape>(definition: ServiceDefinition<DB, S>): Promise<void> =>
  runRole(definition.name, null, (log) => startService(definition, log));

/**
 * Starts a service: settings, database, migrations, its pieces, relay, inbox; then it answers. Tests give `env` and
 * `clock`.
 */
export async function startService<DB, S extends z.ZodRawShape>(
  definition: ServiceDefinition<DB, S>,
  log: Log,
  env: Environment = process.env,
  clock: Clock = systemClock,
): Promise<Service<DB>> {
  const { name, migrations, build } = definition;
  const { config, number } = configOf(definition, env);
  const stack = new AsyncDisposableStack();
  try {
    const database = await openDatabase<DB>(name, config, log);
    stack.defer(() => database.close());
    await migrate(database, migrations);
    const pieces = await build({ database, config, clock, log, source: `/${name}` });
    const parts = runParts({ name, config, log, clock, database, pieces, stack });
    const watch = watching(() => database.answers(), { neighbour: 'the database', everyMs: lookMs, isThere: true });
    stack.defer(watch.stop);
    const ready = () => watch.ready() ?? parts.map((part) => part.ready()).find((why) => why !== null) ?? null;
    const verify = pieces.verify ?? verifier(config.AUTH_URL);
    const trusted = trustedProxies(config.TRUSTED_PROXIES);
    const app = httpOf({ name, version, routes: pieces.routes, verify, log, ready, trusted });
    const server = await listen(number, onlyOurs(app.callback()), portVariable(name));
    stack.defer(() => server.stop());
    log.info({ port: server.port }, 'listening');
    const failures = parts.flatMap(({ failed }) => failed ?? []);
    const failed = failures.length > 0 ? { failed: Promise.race(failures) } : {};
    return { port: server.port, database, ready, stop: () => stack.disposeAsync(), ...failed };
  } catch (error) {
    await stack.disposeAsync();
    throw error;
  }
}

/** How often it is asked whether the database answers. */
const lookMs = 2_000;

const portVariable = (name: string): string => `${name.toUpperCase()}_PORT`;

function configOf<DB, S extends z.ZodRawShape>(
  { name, port: standard, settings: own }: ServiceDefinition<DB, S>,
  env: Environment,
) {
  const shape: z.ZodRawShape = { ...shared, ...own, [portVariable(name)]: port(standard) };
  const read: unknown = readConfig(shape, env);
  const config = read as Shared & z.infer<z.ZodObject<S>> & Readonly<Record<string, unknown>>;
  return { config, number: Number(config[portVariable(name)]) };
}

interface Running<DB> {
  readonly name: string;
  readonly config: Shared;
  readonly log: Log;
  readonly clock: Clock;
  readonly database: Database<DB>;
  readonly pieces: Pieces<DB>;
  readonly stack: AsyncDisposableStack;
}

/** Everything that runs beside HTTP; stopped in reverse, the publisher after the relay that uses it. */
function runParts<DB>({ name, config, log, clock, database, pieces, stack }: Running<DB>): Part[] {
  const { AMQP_URL: url, LEAVELINE_PREFIX: prefix } = config;
  const publisher = createPublisher({ url, log, declarations: hrDeclarations(prefix), name: `leaveline ${name}` });
  stack.defer(() => publisher.stop());
  const parts = [relay({ database, publisher, log, clock, exchange: hrExchange(prefix), appId: name })];
  if (pieces.subscription)
    parts.push(subscribe({ database, url, log, prefix, queue: `${prefix}leaveline.${name}`, ...pieces.subscription }));
  parts.push(...(pieces.parts ?? []));
  for (const part of parts) stack.defer(() => part.stop());
  return parts;
}
