import Koa, { type Context, type Middleware } from 'koa';
import type { Log } from '../log.ts';
import { histogram } from '../metrics.ts';
import { clientAddress, type TrustedProxies } from './clientAddress.ts';
import { overTls, securityHeaders } from './headers.ts';
import { internalFault, notFound, Problem, problemBody } from './problem.ts';
import { type Trace, traceOf } from './trace.ts';

export interface AppOptions {
  readonly log: Log;
  /** Part of the metric's name: `leaveline_<name>_request_seconds`. */
  readonly name: string;
  /** Who may name a client in `X-Forwarded-For`; default nobody. */
  readonly trusted?: TrustedProxies;
}

/** What the outermost layer knows of each request (`context.state`). */
export interface RequestState extends Trace {
  readonly ip: string;
  /** The employee id of who asks, once that is known: for the log. */
  readonly who?: string;
}

/**
 * An application without routes: request ids, traceparent, security headers, times, and a problem document for whatever
 * goes wrong.
 */
export function createApp(options: AppOptions): Koa {
  const app = new Koa();
  app.silent = true;
  const title = `Time of an answer of ${options.name}.`;
  const seconds = histogram(`leaveline_${options.name}_request_seconds`, title, ['route', 'method', 'status']);
  return app.use(guarded(options, seconds));
}

/** The outermost layer. What no one below has answered is a 404. */
function guarded({ log, trusted = () => false }: AppOptions, seconds: ReturnType<typeof histogram>): Middleware {
  return async (context, next) => {
    const done = seconds.startTimer();
    const trace = traceOf(context.get('x-request-id'), context.get('traceparent'));
    const state: RequestState = { ...trace, ip: clientAddress(context.req, trusted) };
    Object.assign(context.state, state);
    const isTls = context.get('x-forwarded-proto') === 'https';
    context.set({ ...securityHeaders, ...(isTls && overTls), 'x-request-id': trace.requestId });
    try {
      await next();
      if (context.status === 404 && context.body === undefined) throw notFound();
    } catch (error) {
      complain(context, error, trace.requestId, log);
    }
    const method = /^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)$/.test(context.method) ? context.method : 'other';
    done({ route: routeOf(context), method, status: String(context.status) });
  };
}

/** The pattern, never the path: paths may carry secrets (feeds), and there are endlessly many. */
const routeOf = (context: Context): string => String(context._matchedRoute ?? '(none)');

/** What an attack looks like: without a sign-in, without the right, too often. */
const refusals: ReadonlySet<number> = new Set([401, 403, 429]);

function complain(context: Context, error: unknown, requestId: string, log: Log): void {
  const { complaint, cause } = error instanceof Problem ? error : internalFault();
  const route = routeOf(context);
  if (complaint.status === 500) log.error({ requestId, route, err: error }, 'a request failed');
  else if (complaint.status > 500) {
    const why = cause instanceof Error ? cause.message : null;
    log.warn({ requestId, route, code: complaint.code, why }, 'a request could not be answered');
  } else if (refusals.has(complaint.status)) {
    const { who = null } = context.state;
    log.info({ requestId, route, method: context.method, code: complaint.code, who }, 'a request was refused');
  }
  context.status = complaint.status;
  context.set({ 'cache-control': 'no-store', ...complaint.headers });
  context.body = JSON.stringify(problemBody(complaint, requestId));
  context.type = 'application/problem+json';
}
