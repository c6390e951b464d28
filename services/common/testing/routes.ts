import type { Route } from '../route.ts';
import type { Someone, TestApp } from './app.ts';

/** A thing that routes with parameters are asked for, and who may have it; everybody else of the cast must be refused. */
export interface Case {
  /** `GET /api/vacation/requests/:id` */
  readonly route: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query?: string;
  readonly body?: unknown;
  /** Employee ids. */
  readonly allowed: readonly string[];
}

export interface Cast {
  /** People of every kind that matters: owner, stranger, their manager, another's manager, hr, … */
  readonly people: readonly Someone[];
  readonly cases: readonly Case[];
  /** Routes with parameters whose things are for all who may use the route, with the reason. */
  readonly shared?: Readonly<Record<string, string>>;
}

/**
 * Declares the tests of every route × role: without a token and with a bad one 401, with each role that is not the route's 403, before
 * anything of the request is looked at; and of every thing named in a path (IDOR): 403 or 404 to all but `allowed`.
 */
export function everyRouteRefusesStrangers(_routes: readonly Route[], _app: () => TestApp, _cast: () => Cast): void {
  throw new Error('not built yet');
}
