import { type Route as RouteOf, routeOf, routesOf } from '#lib/http/routes.ts';
import type { Person, Role } from '#schemas/access/people.ts';

export type Route = RouteOf<Person>;

/**
 * Defines a route of a service; paths begin with `/api/<service>`, so that they are the same behind the common origin.
 */
export const route = routeOf<Person, Role>();

/**
 * `routes('/api/user', ['hr']).get('/people', { … })`: what all routes of a path and an access have in common, said
 * once.
 */
export const routes = routesOf<Person, Role>();
