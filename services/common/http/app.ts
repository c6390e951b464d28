import type Koa from 'koa';
import { createApp } from '#lib/http/app.ts';
import type { TrustedProxies } from '#lib/http/clientAddress.ts';
import { health } from '#lib/http/health.ts';
import { openapi } from '#lib/http/openapi.ts';
import { routerOf } from '#lib/http/router.ts';
import { reply } from '#lib/http/routes.ts';
import type { Log } from '#lib/log.ts';
import { bearer, type Verify } from '#schemas/access/tokens.ts';
import { type Route, route } from './route.ts';

export interface HttpParts {
  /** `vacation`. */
  readonly name: string;
  readonly version: string;
  readonly routes: readonly Route[];
  readonly verify: Verify;
  readonly log: Log;
  readonly ready: () => string | null;
  readonly trusted?: TrustedProxies;
}

/** A service's routes, its OpenAPI document at `/api/<name>/openapi.json`, and its health. */
export function httpOf({ name, version, routes, verify, log, ready, trusted }: HttpParts): Koa {
  const app = createApp({ log, name, ...(trusted && { trusted }) });
  app.use(health(ready));
  for (const layer of routerOf([...routes, documentOf(name, version, routes)], bearer(verify))) app.use(layer);
  return app;
}

function documentOf(name: string, version: string, routes: readonly Route[]): Route {
  const body = JSON.stringify(openapi(`Leaveline: ${name}`, version, routes));
  return route({
    method: 'GET',
    path: `/api/${name}/openapi.json`,
    summary: 'What this service answers, in OpenAPI.',
    roles: 'anyone',
    answer: 'application/json',
    handle: () => reply({ type: 'application/json', body }),
  });
}
