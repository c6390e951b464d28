import { randomUUID } from 'node:crypto';
import { PassThrough } from 'node:stream';
import Router from '@koa/router';
import Koa, { type Context, type Middleware } from 'koa';
import type { Log } from '#lib/log.ts';
import { histogram, registry } from '#lib/metrics.ts';
import type { Live } from './live.ts';
import { openapi } from './openapi.ts';
import { readParameters } from './parameters.ts';
import {
  foreignHost,
  internalFault,
  noSuchPath,
  noSuchStatistic,
  onlyReading,
  Problem,
  pageMissing,
  problemBody,
} from './problem.ts';
import type { Reply, Route, World } from './route.ts';
import { isOwnName, securityHeaders } from './security.ts';
import type { Site } from './static.ts';

/** What an application is made of. */
export interface AppParts {
  readonly routes: readonly Route[];
  readonly world: World;
  readonly live: Live;
  readonly site: Site;
  readonly log: Log;
  readonly version: string;
  /** null when everything needed answers; else one sentence on what is waited for. */
  readonly ready: () => string | null;
}

const seconds = histogram('leaveline_api_request_seconds', 'Time of an answer of the API.', ['route', 'status']);

/** The application, not yet listening. */
export function application(parts: AppParts): Koa {
  const app = new Koa();
  app.silent = true;
  const router = new Router();
  for (const route of parts.routes) router.get(route.path, answering(route, parts.world));
  const document = openapi(parts.routes, parts.version);
  router.get('/api/openapi.json', (context) => {
    context.body = document;
  });
  router.get('/api/live', (context) => follow(context, parts.live));
  addHealth(router, parts.ready);
  app.use(guarded(parts.log)).use(careful).use(router.routes()).use(unknownOf(parts)).use(pages(parts.site));
  return app;
}

const answering =
  (route: Route, world: World): Middleware =>
  async (context) => {
    const asked = readParameters(route.parameters, new URLSearchParams(context.querystring));
    write(context, await route.read(asked, world));
  };

function write(context: Context, reply: Reply): void {
  context.set('cache-control', 'no-store');
  if (reply.kind === 'json') {
    context.type = 'application/json';
    context.body = JSON.stringify(reply.value);
    return;
  }
  context.set('content-disposition', `attachment; filename="${reply.file}"`);
  context.type = 'text/csv; charset=utf-8';
  context.body = reply.text;
}

function addHealth(router: Router, ready: () => string | null): void {
  router.get('/healthz', (context) => {
    context.body = 'ok\n';
  });
  router.get('/readyz', (context) => {
    const why = ready();
    context.status = why === null ? 200 : 503;
    context.body = `${why ?? 'ready'}\n`;
  });
  router.get('/metrics', async (context) => {
    context.set('content-type', registry.contentType);
    context.body = await registry.metrics();
  });
}

/** A stream that lives as long as its connection. */
function follow(context: Context, live: Live): void {
  context.type = 'text/event-stream; charset=utf-8';
  context.set({ 'cache-control': 'no-store', 'x-accel-buffering': 'no' });
  context.req.socket.setNoDelay(true);
  const stream = new PassThrough();
  context.body = stream;
  if (context.method === 'HEAD') return;
  const leave = live.join(stream);
  context.res.once('close', leave);
}

/** The outermost layer: a request id, security headers, the time it took, and a problem document for whatever went wrong. */
const guarded =
  (log: Log): Middleware =>
  async (context, next) => {
    const requestId = requestIdOf(context.get('x-request-id'));
    const done = seconds.startTimer();
    context.set({ ...securityHeaders, 'x-request-id': requestId });
    try {
      await next();
    } catch (error) {
      complain(context, error, requestId, log);
    }
    done({ route: String(context._matchedRoute ?? 'page'), status: String(context.status) });
  };

const requestIdOf = (given: string): string => (/^[\w.-]{1,64}$/.test(given) ? given : randomUUID());

function complain(context: Context, error: unknown, requestId: string, log: Log): void {
  const { complaint, cause } = error instanceof Problem ? error : internalFault();
  if (complaint.status === 500) log.error({ requestId, path: context.path, err: error }, 'a request failed');
  else if (complaint.status > 500)
    log.warn({
      requestId,
      path: context.path,
      code: complaint.code,
      why: cause instanceof Error ? cause.message : null,
    });
  context.status = complaint.status;
  context.set({ 'cache-control': 'no-store', ...complaint.headers });
  context.body = JSON.stringify(problemBody(complaint, requestId));
  context.type = 'application/problem+json';
}

/** Only reading, and only under this machine's own name. */
const careful: Middleware = (context, next) => {
  if (!isOwnName(context.host)) throw foreignHost(context.host);
  if (context.method !== 'GET' && context.method !== 'HEAD') throw onlyReading(context.method);
  return next();
};

/** 404 for what is below /api and none of it. */
const unknownOf =
  ({ routes }: AppParts): Middleware =>
  (context, next) => {
    const { path } = context;
    const folder = '/api/statistics/';
    if (path.startsWith(folder))
      throw noSuchStatistic(
        path.slice(folder.length),
        routes.filter((route) => route.path.startsWith(folder)).map((route) => route.path.slice(folder.length)),
      );
    if (path === '/api' || path.startsWith('/api/'))
      throw noSuchPath(path, [...routes.map((route) => route.path), '/api/live', '/api/openapi.json']);
    return next();
  };

/** Everything else is the page. */
const pages =
  (site: Site): Middleware =>
  async (context) => {
    const asset = await site.find(context.path);
    if (!asset) throw context.path === '/' ? pageMissing() : noSuchPath(context.path, ['/']);
    context.set({ 'cache-control': asset.cacheControl, etag: asset.etag, vary: 'accept-encoding' });
    if (context.get('if-none-match') === asset.etag) {
      context.status = 304;
      return;
    }
    const { bytes, coding } = await asset.body(context.get('accept-encoding'));
    if (coding) context.set('content-encoding', coding);
    context.body = bytes;
    context.set('content-type', asset.type);
  };
