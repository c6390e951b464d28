import { describe, expect, test } from '@jest/globals';
import { roles } from '#schemas/access/people.ts';
import type { Someone } from '#schemas/access/testing/tokens.ts';
import type { Route } from '../http/route.ts';
import type { TestApp } from './app.ts';
import { namingFields } from './inputs.ts';

/**
 * A thing that a route with parameters is asked for, and who may have it; everybody else of the cast must be refused.
 */
export interface Case {
  /** `GET /api/vacation/requests/:id` */
  readonly route: string;
  readonly params: Readonly<Record<string, string>>;
  /** Without `?`. */
  readonly query?: string;
  readonly body?: unknown;
  /** Employee ids. */
  readonly allowed: readonly string[];
}

export interface Cast {
  /** People of every kind that matters: owner, stranger, their manager, another's manager, hr, … */
  readonly people: readonly Someone[];
  readonly cases: readonly Case[];
  /** Everything that is kept (`rowsOf`): what strangers ask for must leave it as it is. */
  readonly state?: () => Promise<unknown>;
}

const nameOf = ({ method, path }: Route): string => `${method} ${path}`;

/** Any text where a parameter stands: who may not use a route learns nothing from it. */
const anywhere = (path: string): string => path.replace(/:\w+/g, 'x');

/**
 * The parts of a request that name a person or a thing: parameters of its path, and fields of query and body such as
 * `employeeId`.
 */
const names = ({ path, query, body }: Route): string[] => [
  ...[...path.matchAll(/:(\w+)/g)].map(([, name = '']) => name),
  ...namingFields(query),
  ...namingFields(body),
];

const placed = (path: string, { params, query }: Case): string =>
  path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? name)) + (query ? `?${query}` : '');

/**
 * Declares the tests of every route × role: without a token and with a bad one 401; with each role that is not the
 * route's 403, before anything of the request is looked at. Then, of the things named in paths, queries and bodies
 * (IDOR), `cast.cases` say who may have them: all others get 403 or 404, and nothing changes. `shared` are the routes
 * (`GET /api/x/:id`), or fields of them (`GET /api/x/:id department`), whose things are for all who may use the route,
 * each with its reason; what names a thing and is neither there nor in the cases fails.
 */
export function everyRouteRefusesStrangers(
  routes: readonly Route[],
  app: () => TestApp,
  cast?: () => Cast,
  shared: Readonly<Record<string, string>> = {},
): void {
  describe.each(routes.map((route) => [nameOf(route), route] as const))('%s', (_, route) => {
    if (route.roles === 'anyone') return test('answers everybody', () => answersAll(route, app()));
    test('is refused to who is not signed in', () => refusesNobody(route, app()));
    const others = route.roles === 'signed-in' ? [] : roles.filter((role) => !route.roles.includes(role));
    if (others.length > 0)
      test.each([...others])('is refused to the role %s', (role) => refusesRole(route, role, app()));
    test('is not refused to the roles it is for', () => takesRoles(route, app()));
  });
  const personal = routes
    .filter((route) => route.roles !== 'anyone' && !(nameOf(route) in shared))
    .map(
      (route) =>
        [nameOf(route), route, names(route).filter((name) => !(`${nameOf(route)} ${name}` in shared))] as const,
    )
    .filter(([, , fields]) => fields.length > 0);
  if (personal.length === 0) return;
  test.each(personal)('%s gives a thing only to whose it is', (_, route, fields) =>
    refusesStrangers(route, app(), cast?.() ?? { people: [], cases: [] }, fields),
  );
}

/** Neither nothing nor nonsense breaks it. */
async function answersAll(route: Route, { ask }: TestApp): Promise<void> {
  for (const options of [{}, { token: 'aaa.bbb.ccc' }, { body: 'x' }, { body: null }]) {
    const { status } = await ask(route.method, anywhere(route.path), route.method === 'GET' ? {} : options);
    expect([options, status < 500 && status !== 405]).toEqual([options, true]);
  }
}

async function refusesNobody(route: Route, { ask }: TestApp): Promise<void> {
  const path = anywhere(route.path);
  const none = await ask(route.method, path);
  const bad = await ask(route.method, path, { token: 'aaa.bbb.ccc' });
  const basic = await ask(route.method, path, { headers: { authorization: 'Basic YTpi' } });
  const cookie = await ask(route.method, path, { headers: { cookie: 'token=aaa.bbb.ccc' } });
  expect([none, bad, basic, cookie].map(({ status, body }) => [status, body?.code])).toEqual(
    Array.from({ length: 4 }, () => [401, 'unauthenticated']),
  );
}

async function refusesRole(route: Route, role: (typeof roles)[number], { ask }: TestApp): Promise<void> {
  const { status, body } = await ask(route.method, anywhere(route.path), { as: { employeeId: 'x', roles: [role] } });
  expect([status, body?.code]).toEqual([403, 'role_missing']);
}

/** Whatever else it says to an empty request, it is not that the role is missing. */
async function takesRoles(route: Route, { ask }: TestApp): Promise<void> {
  const its = typeof route.roles === 'string' ? roles : roles.filter((role) => route.roles.includes(role));
  expect(its.length).toBeGreaterThan(0);
  for (const role of its) {
    const { status, body } = await ask(route.method, anywhere(route.path), {
      as: { employeeId: 'nobody', roles: [role] },
    });
    expect([role, status === 401, body?.code === 'role_missing', status === 500]).toEqual([role, false, false, false]);
  }
}

/**
 * Every field of `fields` is named in a case. Strangers ask first, so that what an owner changes cannot hide what they
 * would have got.
 */
export async function refusesStrangers(
  route: Route,
  { ask }: TestApp,
  { cases, people, state = async () => null }: Cast,
  fields: readonly string[] = names(route),
): Promise<void> {
  const own = cases.filter((one) => one.route === nameOf(route));
  expect(fields.filter((field) => !own.some((one) => isNamed(one, field)))).toEqual([]);
  for (const one of own) {
    const asking = async (person: Someone) =>
      (await ask(route.method, placed(route.path, one), { as: person, body: one.body })).status;
    const before = await state();
    for (const person of people.filter(({ employeeId }) => !one.allowed.includes(employeeId))) {
      const status = await asking(person);
      expect([person.employeeId, one, [403, 404].includes(status) ? 'refused' : status]).toEqual([
        ...[person.employeeId, one, 'refused'],
      ]);
    }
    expect(await state()).toEqual(before);
    const allowed = people.filter(({ employeeId }) => one.allowed.includes(employeeId));
    // What changes the thing can be done once.
    for (const person of route.method === 'GET' ? allowed : allowed.slice(0, 1)) {
      const status = await asking(person);
      const got = [401, 403, 404, 500].includes(status) ? status : 'allowed';
      expect([person.employeeId, one, got]).toEqual([person.employeeId, one, 'allowed']);
    }
  }
}

const isNamed = ({ params, query = '', body }: Case, field: string): boolean =>
  field in params || new URLSearchParams(query).has(field) || JSON.stringify(body ?? null).includes(`"${field}":`);
