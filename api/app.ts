import type Koa from 'koa';
import type { Middleware } from 'koa';
import { systemClock } from '#lib/clock.ts';
import { createApp } from '#lib/http/app.ts';
import { fairShare, type Share } from '#lib/http/fairShare.ts';
import { isOurOrigin } from '#lib/http/foreign.ts';
import { health } from '#lib/http/health.ts';
import type { IsOurName } from '#lib/http/ourNames.ts';
import { methodNotAllowed } from '#lib/http/problem.ts';
import { routerOf } from '#lib/http/router.ts';
import type { Log } from '#lib/log.ts';
import { bearer, type Verify } from '#schemas/access/tokens.ts';
import { type GatewayOptions, gateway } from './gateway/gateway.ts';
import { foreignHost, foreignOrigin, noSuchPath, noSuchStatistic, pageMissing } from './problem.ts';
import type { Route } from './route.ts';
import type { Site } from './static.ts';

/** What an application is made of. */
export interface AppParts {
  readonly routes: readonly Route[];
  readonly site: Site;
  readonly gateway: GatewayOptions;
  readonly verify: Verify;
  readonly isOurName: IsOurName;
  readonly log: Log;
  /** null when everything needed answers; else one sentence on what is waited for. */
  readonly ready: () => string | null;
}

/** The application, not yet listening. */
export function application({ routes, site, verify, isOurName, log, ready, ...parts }: AppParts): Koa {
  const app = createApp({ name: 'api', log });
  app.use(onlyUnder(isOurName)).use(gateway(parts.gateway)).use(onlyReading(routes)).use(health(ready));
  for (const layer of routerOf(fairly(routes), bearer(verify))) app.use(layer);
  return app.use(unknownBeside(routes)).use(pages(site));
}

/**
 * Of one person, per process. A page of panels asks some thirty questions, through a proxy that speaks HTTP/2 all at
 * once; a script that asks without a pause, one after the other, stays below it.
 */
const share: Share = { atOnce: 6, asked: 40, msPerMinute: 120_000 };

/** The same routes, each asked within the share of who asks. */
function fairly(routes: readonly Route[]): Route[] {
  const within = fairShare(share, systemClock);
  return routes.map((route) => ({
    ...route,
    handle: (asked) => within(asked.person?.employeeId ?? asked.ip, () => route.handle(asked)),
  }));
}

/** Only under a name of ours, so that no foreign page can read through a name it points here, and for no other page. */
function onlyUnder(isOurName: IsOurName): Middleware {
  return (context, next) => {
    if (!isOurName(context.host)) throw foreignHost(context.host);
    if (!isOurOrigin(context.req.headers.origin, isOurName)) throw foreignOrigin(context.get('origin'));
    return next();
  };
}

/** What is answered here is for reading, but for what a route says. */
function onlyReading(routes: readonly Route[]): Middleware {
  const written = new Set(routes.filter(({ method }) => method !== 'GET').map(({ path }) => path));
  return ({ method, path }, next) => {
    if (method !== 'GET' && method !== 'HEAD' && !written.has(path)) throw methodNotAllowed(method, ['GET', 'HEAD']);
    return next();
  };
}

const statisticsFolder = '/api/statistics/';
const statisticIn = (path: string): string => path.slice(statisticsFolder.length);

/** 404 for what is below /api and none of these. */
function unknownBeside(routes: readonly Route[]): Middleware {
  return ({ path }, next) => {
    const paths = routes.map((route) => route.path);
    const names = paths.filter((one) => one.startsWith(statisticsFolder)).map(statisticIn);
    if (path.startsWith(statisticsFolder)) throw noSuchStatistic(statisticIn(path), names);
    if (path === '/api' || path.startsWith('/api/')) throw noSuchPath(path, paths);
    return next();
  };
}

/** Everything else is the page. */
function pages(site: Site): Middleware {
  return async (context) => {
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
}
