import { PassThrough } from 'node:stream';
import Router from '@koa/router';
import type Koa from 'koa';
import type { Context, Middleware } from 'koa';
import { createApp } from '#lib/http/app.ts';
import { health } from '#lib/http/health.ts';
import type { Log } from '#lib/log.ts';
import type { Live } from './live.ts';
import { openapi } from './openapi.ts';
import { readParameters } from './parameters.ts';
import { foreignHost, noSuchPath, noSuchStatistic, onlyReading, pageMissing } from './problem.ts';
import type { Reply, Route, World } from './route.ts';
import { isOwnName } from './security.ts';
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

/** The application, not yet listening. */
export function application(parts: AppParts): Koa {
  const app = createApp({ name: 'api', log: parts.log });
  const router = new Router();
  for (const route of parts.routes) router.get(route.path, answering(route, parts.world));
  const document = openapi(parts.routes, parts.version);
  router.get('/api/openapi.json', (context) => {
    context.body = document;
  });
  router.get('/api/live', (context) => follow(context, parts.live));
  app.use(careful).use(health(parts.ready)).use(router.routes()).use(unknownOf(parts)).use(pages(parts.site));
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
