import type { Readable } from 'node:stream';
import type { Context } from 'koa';
import type { z } from 'zod';
import type { BodyForm } from './body.ts';
import type { Trace } from './trace.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** Who asks, as far as HTTP needs to know. */
export interface Identity {
  readonly roles: readonly string[];
}

/** Who may use a route: these roles (any one of them is enough), whoever is signed in, or everybody. */
export type Access<R extends string = string> = readonly R[] | 'signed-in' | 'anyone';

/** An answer of another form than the JSON of a route's value. */
export interface Reply {
  readonly kind: 'reply';
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | string | Readable | null;
}

/** `type` is the media type; a JSON value goes through `route.answer` instead. */
export const reply = (options: {
  readonly status?: number;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Reply['body'];
}): Reply => ({
  kind: 'reply',
  status: options.status ?? 200,
  headers: { ...options.headers, ...(options.type && { 'content-type': options.type }) },
  body: options.body ?? null,
});

type MediaType = `${string}/${string}`;

/**
 * What a route answers: JSON of this shape (fields that it does not name are left out), nothing (204), or a media type
 * by `reply`.
 */
export type Answer = z.ZodType | 'nothing' | MediaType;

/** What a handler gets; everything is read and checked. */
export interface Asked<P, B, Q, A> extends Trace {
  readonly person: P;
  readonly body: B;
  readonly query: Q;
  readonly params: A;
  /** The client's address; see clientAddress. */
  readonly ip: string;
  readonly userAgent: string;
  /** For cookies and headers. */
  readonly context: Context;
}

type Type = z.ZodType | undefined;
type Query = z.ZodObject | undefined;
type Read<T extends Type> = T extends z.ZodType ? z.output<T> : undefined;
type Person<P, C> = C extends 'anyone' ? P | null : P;
// biome-ignore lint/suspicious/noConfusingVoidType: a handler that answers nothing needs no return.
type Nothing = void | Reply;
type Answered<A extends Answer> = A extends z.ZodType ? z.input<A> | Reply : A extends 'nothing' ? Nothing : Reply;

/** What a route takes and answers. */
interface Shape<B, Q, A, N> {
  readonly summary: string;
  readonly params?: A;
  readonly query?: Q;
  readonly body?: B;
  /** How the body comes; default JSON. */
  readonly form?: BodyForm;
  /** Bytes; default 100 KiB. */
  readonly bodyLimit?: number;
  /** Status of a success; default 200, or 204 for nothing. */
  readonly status?: number;
  readonly answer: N;
  /** Another form in which it answers, by `reply`. */
  readonly alternative?: MediaType;
}

interface Details<
  P extends Identity,
  C extends Access,
  B extends Type,
  Q extends Query,
  A extends Type,
  N extends Answer,
> extends Shape<B, Q, A, N> {
  readonly handle: (asked: Asked<Person<P, C>, Read<B>, Read<Q>, Read<A>>) => Promise<Answered<N>> | Answered<N>;
}

/** Where a route is found, and who may use it. */
interface Endpoint<C extends Access> {
  readonly method: Method;
  /** Koa's form: `/api/vacation/requests/:id`. */
  readonly path: string;
  readonly roles: C;
}

/**
 * A route whose types have been checked. The router, the OpenAPI document and the test of route × role follow from it.
 */
export interface Route<P extends Identity = Identity>
  extends Endpoint<Access>,
    Shape<z.ZodType, z.ZodObject, z.ZodType, Answer> {
  handle(asked: Asked<P | null, unknown, unknown, unknown>): unknown;
}

/** The function that defines routes for people of type P with roles R. */
export const routeOf =
  <P extends Identity, R extends string>() =>
  <
    const C extends Access<R>,
    N extends Answer,
    B extends Type = undefined,
    Q extends Query = undefined,
    A extends Type = undefined,
  >(
    definition: Endpoint<C> & Details<P, C, B, Q, A, N>,
  ): Route<P> =>
    definition as unknown as Route<P>;

/** The function that makes, for a path and an access, the functions that define routes below it, by their methods. */
export function routesOf<P extends Identity, R extends string>() {
  const route = routeOf<P, R>();
  return <const C extends Access<R>>(base: string, roles: C) => {
    const by =
      (method: Method) =>
      <N extends Answer, B extends Type = undefined, Q extends Query = undefined, A extends Type = undefined>(
        path: string,
        details: Details<P, C, B, Q, A, N>,
      ): Route<P> =>
        route({ ...details, method, path: `${base}${path}`, roles });
    return { get: by('GET'), post: by('POST'), put: by('PUT'), patch: by('PATCH'), delete: by('DELETE') };
  };
}
