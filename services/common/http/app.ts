import type Koa from 'koa';
import { createApp } from '#lib/http/app.ts';
import type { TrustedProxies } from '#lib/http/clientAddress.ts';
import { health } from '#lib/http/health.ts';
import { withDocument } from '#lib/http/openapi.ts';
import { routerOf } from '#lib/http/router.ts';
import type { Log } from '#lib/log.ts';
import { bearer, type Verify } from '#schemas/access/tokens.ts';
import type { Route } from './route.ts';

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
  const all = withDocument(`/api/${name}/openapi.json`, { title: `Leaveline: ${name}`, version }, routes);
  for (const layer of routerOf(all, bearer(verify))) app.use(layer);
  return app;
}
