import Router from '@koa/router';
import type { Context, Middleware } from 'koa';
import type { RequestState } from './app.ts';
import { readBody } from './body.ts';
import { forbidden, methodNotAllowed, unauthenticated } from './problem.ts';
import { readQuery } from './query.ts';
import type { Asked, Identity, Reply, Route } from './routes.ts';
import { check } from './validate.ts';

/** Who sent this request; null: nobody who is known. Throws a Problem for a token that does not hold. */
export type Authenticate<P extends Identity> = (context: Context) => Promise<P | null>;

/**
 * The middleware of these routes; what is none of them goes on to the next. 405 for a method that an address has not.
 */
export function routerOf<P extends Identity>(routes: readonly Route<P>[], authenticate: Authenticate<P>): Middleware[] {
  const router = new Router();
  for (const route of routes) router.register(route.path, [route.method], handling(route, authenticate));
  return [onlyMethodsOf(router), router.routes() as Middleware];
}

/**
 * Of each request: 1. who asks; 2. whether they may; 3. what they ask; 4. the answer. Nothing of it is looked at before
 * 2.
 */
function handling<P extends Identity>(route: Route<P>, authenticate: Authenticate<P>): Middleware {
  return async (context) => {
    const person = route.roles === 'anyone' ? await known(context, authenticate) : await authenticate(context);
    allow(route, person);
    const asked = await read(route, person, context);
    write(context, route, await route.handle(asked));
  };
}

/** On a route for everybody, a token that has expired makes one nobody, not an error. */
const known = async <P extends Identity>(context: Context, authenticate: Authenticate<P>): Promise<P | null> =>
  context.get('authorization') === '' ? null : authenticate(context).catch(() => null);

function allow({ roles }: Route<never>, person: Identity | null): void {
  if (roles === 'anyone') return;
  if (person === null) throw unauthenticated();
  if (roles === 'signed-in' || person.roles.some((role) => roles.includes(role))) return;
  throw forbidden(`This needs the role ${roles.join(' or ')}.`, 'role_missing');
}

async function read<P>(route: Route<never>, person: P, context: Context): Promise<Asked<P, unknown, unknown, unknown>> {
  const params = route.params && check(route.params, context.params, 'address');
  const query = route.query && readQuery(route.query, new URLSearchParams(context.querystring));
  const body =
    route.body &&
    check(route.body, await readBody(context.req, route.form ?? 'application/json', route.bodyLimit), 'body');
  const { requestId, traceparent, ip } = context.state as RequestState;
  return {
    person,
    params,
    query,
    body,
    requestId,
    traceparent,
    ip,
    userAgent: context.get('user-agent').slice(0, 400),
    context,
  };
}

const isReply = (value: unknown): value is Reply => (value as Reply | undefined)?.kind === 'reply';

function write(context: Context, { answer, status }: Route<never>, value: unknown): void {
  if (isReply(value)) writeReply(context, value);
  else if (typeof answer === 'string') context.status = status ?? 204;
  else {
    context.status = status ?? 200;
    context.body = JSON.stringify(answer.parse(value));
    context.type = 'application/json';
  }
}

function writeReply(context: Context, { status, headers, body }: Reply): void {
  context.status = status;
  context.body = body;
  context.set(headers);
  if (body === null) context.status = status;
}

function onlyMethodsOf(router: Router): Middleware {
  return (context, next) => {
    const { path, route } = router.match(context.path, context.method);
    if (route || path.length === 0) return next();
    throw methodNotAllowed(context.method, [...new Set(path.flatMap(({ methods }) => methods))].sort());
  };
}
