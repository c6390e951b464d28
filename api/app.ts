import { PassThrough } from 'node:stream';
import type Koa from 'koa';
import type { Context, Middleware } from 'koa';
import { createApp } from '#lib/http/app.ts';
import { health } from '#lib/http/health.ts';
import { routerOf } from '#lib/http/router.ts';
import { type Route as HttpRoute, reply, routeOf } from '#lib/http/routes.ts';
import type { Log } from '#lib/log.ts';
import type { Person, Role } from '#schemas/access/people.ts';
import { bearer, type Verify } from '#schemas/access/tokens.ts';
import { type GatewayOptions, gateway } from './gateway/gateway.ts';
import type { Live } from './live.ts';
import { openapi } from './openapi.ts';
import { readParameters } from './parameters.ts';
import { foreignHost, noSuchPath, noSuchStatistic, onlyReading, pageMissing } from './problem.ts';
import type { Reply, Route, World } from './route.ts';
import { onlyGroups, rowRoles, seesGroupsOnly } from './scope.ts';
import type { IsOurName } from './security.ts';
import type { Site } from './static.ts';
import { expiryOf } from './token.ts';

/** What an application is made of. */
export interface AppParts {
  readonly routes: readonly Route[];
  readonly world: World;
  readonly live: Live;
  readonly site: Site;
  readonly gateway: GatewayOptions;
  readonly verify: Verify;
  readonly isOurName: IsOurName;
  readonly log: Log;
  readonly version: string;
  /** null when everything needed answers; else one sentence on what is waited for. */
  readonly ready: () => string | null;
}

/** The application, not yet listening. */
export function application(parts: AppParts): Koa {
  const app = createApp({ name: 'api', log: parts.log });
  app.use(onlyUnder(parts.isOurName)).use(gateway(parts.gateway)).use(careful).use(health(parts.ready));
  for (const layer of routerOf(ownRoutes(parts), bearer(parts.verify))) app.use(layer);
  return app.use(unknownOf(parts)).use(pages(parts.site));
}

const httpRoute = routeOf<Person, Role>();

/** Everything below /api that is answered here. */
export const ownRoutes = ({
  routes,
  world,
  live,
  version,
}: Pick<AppParts, 'routes' | 'world' | 'live' | 'version'>): readonly HttpRoute<Person>[] => [
  ...routes.map((route) => served(route, world)),
  liveRoute(live),
  documentRoute(openapi(routes, version)),
];

const served = (route: Route, world: World): HttpRoute<Person> =>
  httpRoute({
    method: 'GET',
    path: route.path,
    summary: route.summary,
    roles: route.roles,
    answer: 'application/json',
    handle: async ({ context, person }) => {
      const asked = readParameters(route.parameters, new URLSearchParams(context.querystring));
      return written(await route.read(asked, world, person));
    },
  });

function written(answer: Reply) {
  if (answer.kind === 'json')
    return reply({ type: 'application/json; charset=utf-8', body: JSON.stringify(answer.value) });
  const headers = { 'content-disposition': `attachment; filename="${answer.file}"` };
  return reply({ type: 'text/csv; charset=utf-8', headers, body: answer.text });
}

const documentRoute = (document: object): HttpRoute<Person> =>
  httpRoute({
    method: 'GET',
    path: '/api/openapi.json',
    summary: 'What there is to ask.',
    roles: 'anyone',
    answer: 'application/json',
    handle: () => reply({ type: 'application/json; charset=utf-8', body: JSON.stringify(document) }),
  });

/** Who sees groups only, frozen at midnight, is not told of changes. */
const liveRoute = (live: Live): HttpRoute<Person> =>
  httpRoute({
    method: 'GET',
    path: '/api/live',
    summary: 'What changes.',
    roles: rowRoles,
    answer: 'text/event-stream',
    handle: ({ context, person }) => {
      if (seesGroupsOnly(person)) throw onlyGroups();
      const headers = { 'cache-control': 'no-store', 'x-accel-buffering': 'no' };
      return reply({ type: 'text/event-stream; charset=utf-8', headers, body: follow(context, live) });
    },
  });

/** A stream that lives as long as its connection, and no longer than the token. */
function follow(context: Context, live: Live): PassThrough {
  const stream = new PassThrough();
  if (context.method === 'HEAD') return stream;
  context.req.socket.setNoDelay(true);
  const leave = live.join(stream);
  const over = setTimeout(() => {
    leave();
    stream.end();
  }, expiryOf(context) - Date.now());
  context.res.once('close', () => {
    clearTimeout(over);
    leave();
  });
  return stream;
}

/** Only under a name of ours, so that no foreign page can read through a name it points here. */
const onlyUnder =
  (isOurName: IsOurName): Middleware =>
  (context, next) => {
    if (!isOurName(context.host)) throw foreignHost(context.host);
    return next();
  };

/** What is answered here is for reading. */
const careful: Middleware = (context, next) => {
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
