import type Router from '@koa/router';
import type { Context } from 'koa';
import type { Identity, Route } from './routes.ts';

/** Who sent this request; null: nobody who is known. Throws a Problem for a token that does not hold. */
export type Authenticate<P extends Identity> = (context: Context) => Promise<P | null>;

/** The router of these routes. Of each request: who asks, whether they may, what they ask; then the handler. */
export function routerOf<P extends Identity>(_routes: readonly Route<P>[], _authenticate: Authenticate<P>): Router {
  throw new Error('not built yet');
}
