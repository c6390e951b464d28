import type { z } from 'zod';
import { ConfigError, readConfig } from './config.ts';
import { onlyOurs } from './http/foreign.ts';
import { type Listening, listen } from './http/serve.ts';
import { type Log, logger } from './log.ts';
import { collectProcessMetrics, registry } from './metrics.ts';
import { repeating, withTimeout } from './timing.ts';

/** Something that runs until it is stopped. */
export interface Part {
  /** null when it does its work; else one sentence on what it waits for. */
  ready(): string | null;
  /** Finishes what is in flight and lets go of everything. */
  stop(): Promise<void>;
  /** Rejects when the part can no longer work and the process should end. */
  readonly failed?: Promise<never>;
}

/** Looks again and again whether a neighbour answers; until it has once, `isThere` says whether it counts as there. */
export function watching(
  answers: () => Promise<boolean>,
  { neighbour, everyMs, isThere }: { readonly neighbour: string; readonly everyMs: number; readonly isThere: boolean },
): Pick<Part, 'ready' | 'stop'> {
  let there = isThere;
  async function look() {
    there = await answers().catch(() => false);
  }
  const looks = repeating(look, { everyMs });
  return { ready: () => (there ? null : `waiting for ${neighbour}`), stop: looks.stop };
}

/** Reads settings as a process begins; those that cannot be used end it with exit code 2 and one message. */
export function readSettings<S extends z.ZodRawShape>(role: string, shape: S): z.infer<z.ZodObject<S>> {
  try {
    return readConfig(shape);
  } catch (error) {
    return fail(logger(role), error);
  }
}

/** Starts a role's part; `waiting` is told what it waits for until then, which `/readyz` says. */
type Start = (log: Log, waiting: (why: string) => void) => Promise<Part>;

interface State {
  part: Part | undefined;
  waiting: string;
}

const stopMs = 20_000;

/**
 * Runs one role as a process: starts its part, serves `/healthz`, `/readyz` and `/metrics` on `port` (null: the part
 * serves them itself), and stops on SIGTERM, SIGINT
 * or, when its parent says so by `LEAVELINE_SUPERVISED=1`, at the end of standard input.
 * Exit code 0 after a clean stop, 1 after a failure, 2 for settings that cannot be used.
 */
export async function runRole(name: string, port: number | null, start: Start): Promise<void> {
  // What a role writes is its user's alone.
  process.umask(0o077);
  const log = logger(name);
  const state: State = { part: undefined, waiting: 'starting' };
  collectProcessMetrics();
  const server =
    port === null
      ? undefined
      : await serveHealth(name, port, () => readiness(state)).catch((error) => fail(log, error));
  const stopping = stopSignal();
  try {
    function waiting(why: string) {
      state.waiting = why;
    }
    state.part = await Promise.race([start(log, waiting), stopping.then(() => undefined)]);
    await Promise.race([stopping, state.part?.failed ?? stopping]);
  } catch (error) {
    fail(log, error);
  }
  await stopAll(log, state.part, server);
}

async function stopAll(log: Log, part: Part | undefined, server: Listening | undefined): Promise<never> {
  await withTimeout(Promise.resolve(part?.stop()), stopMs, 'stopping').catch((error) => fail(log, error));
  void server?.stop();
  process.exit(process.exitCode ?? 0);
}

function fail(log: Log, error: unknown): never {
  const message = error instanceof Error ? error.message : String(error);
  log.fatal({ err: error instanceof ConfigError ? undefined : error }, message);
  process.stderr.write(`${message}\n`);
  process.exit(error instanceof ConfigError ? 2 : 1);
}

function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGTERM', () => resolve());
    process.once('SIGINT', () => resolve());
    if (process.env.LEAVELINE_SUPERVISED === '1') process.stdin.once('end', () => resolve()).resume();
  });
}

const readiness = ({ part, waiting }: State): string | null => (part ? part.ready() : waiting);

/** The three routes that every role answers on, loopback only unless `LISTEN` names another address. */
const serveHealth = (name: string, port: number, ready: () => string | null): Promise<Listening> =>
  listen(
    port,
    onlyOurs(async ({ url }, response) => {
      const path = url?.split('?')[0];
      if (path === '/healthz') return void response.end('ok\n');
      if (path === '/metrics')
        return void response.setHeader('content-type', registry.contentType).end(await registry.metrics());
      const why = path === '/readyz' ? ready() : undefined;
      response.statusCode = why === undefined ? 404 : why === null ? 200 : 503;
      response.end(`${why ?? (why === null ? 'ready' : 'no such path')}\n`);
    }),
    `${name.toUpperCase()}_PORT`,
  );
