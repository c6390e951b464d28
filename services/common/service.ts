import type { z } from 'zod';
import type { Clock } from '#lib/clock.ts';
import type { Log } from '#lib/log.ts';
import type { Part } from '#lib/role.ts';
import type { Database } from './database.ts';
import type { InboxOptions } from './inbox.ts';
import type { Migration } from './migrations.ts';
import type { Route } from './route.ts';
import type { Verify } from './tokens.ts';

/** What a service's own pieces are built from. */
export interface World<DB, S extends z.ZodRawShape = z.ZodRawShape> {
  readonly database: Database<DB>;
  readonly config: z.infer<z.ZodObject<S>>;
  readonly clock: Clock;
  readonly log: Log;
  /** CloudEvents source of this service. */
  readonly source: string;
}

/** What a service adds to the common column. */
export interface Pieces<DB> {
  readonly routes: readonly Route[];
  /** What it wants to hear of, if anything. */
  readonly subscription?: Pick<InboxOptions<DB>, 'patterns' | 'handle'>;
  /** What else runs, stopped in reverse. */
  readonly parts?: readonly Part[];
}

export interface ServiceDefinition<DB, S extends z.ZodRawShape> {
  /** `vacation`: of its database, queue, metrics and addresses (`/api/vacation`). */
  readonly name: string;
  /** Default port; `<NAME>_PORT` chooses another. */
  readonly port: number;
  readonly migrations: readonly Migration[];
  /** Settings of its own. */
  readonly settings: S;
  /** How tokens are verified, where not by auth's JWKS over HTTP: auth itself knows its keys. */
  verify?(world: World<DB, S>): Verify;
  build(world: World<DB, S>): Pieces<DB> | Promise<Pieces<DB>>;
}

export interface Service<DB> extends Part {
  readonly port: number;
  readonly database: Database<DB>;
}

/** Starts a service: settings, database, migrations, pieces, relay and inbox, then it answers. For tests too (`env`). */
export function startService<DB, S extends z.ZodRawShape>(
  _definition: ServiceDefinition<DB, S>,
  _log: Log,
  _env: Readonly<Record<string, string | undefined>> = process.env,
): Promise<Service<DB>> {
  throw new Error('not built yet');
}

/** Runs a service as a process. */
export function runService<DB, S extends z.ZodRawShape>(_definition: ServiceDefinition<DB, S>): Promise<void> {
  throw new Error('not built yet');
}
