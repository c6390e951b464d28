import { type Route as RouteOf, routeOf } from '#lib/http/routes.ts';
import type { Person, Role } from '#schemas/access/people.ts';

export type Route = RouteOf<Person>;

/** Defines a route of a service; paths begin with `/api/<service>`, so that they are the same behind the common origin. */
export const route = routeOf<Person, Role>();
