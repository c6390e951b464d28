import type { Middleware } from 'koa';
import { registry } from '../metrics.ts';

/** `/healthz`, `/readyz` and `/metrics`; `ready` is null when the process does its work, else what it waits for. */
export function health(ready: () => string | null): Middleware {
  return async (context, next) => {
    if (context.path === '/healthz') context.body = 'ok\n';
    else if (context.path === '/readyz') {
      const why = ready();
      context.status = why === null ? 200 : 503;
      context.body = `${why ?? 'ready'}\n`;
    } else if (context.path === '/metrics') {
      context.set('content-type', registry.contentType);
      context.body = await registry.metrics();
    } else await next();
  };
}
