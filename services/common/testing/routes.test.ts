import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { notFound } from '#lib/http/problem.ts';
import { hasRole } from '#schemas/access/people.ts';
import { route } from '../http/route.ts';
import { type TestApp, testApp } from './app.ts';
import { type Cast, everyRouteRefusesStrangers, refusesStrangers } from './routes.ts';

const params = z.object({ id: z.string() });

/** Papers belong to the person whose id they have. */
const careful = route({
  method: 'GET',
  path: '/papers/:id',
  summary: 'A paper.',
  roles: ['employee', 'hr'],
  params,
  answer: z.object({ id: z.string() }),
  handle: ({ params, person }) => {
    if (params.id !== person.employeeId && !hasRole(person, 'hr')) throw notFound();
    return params;
  },
});
const careless = route({
  method: 'GET',
  path: '/leaks/:id',
  summary: 'A paper, to anybody.',
  roles: 'signed-in',
  params,
  answer: z.object({ id: z.string() }),
  handle: ({ params }) => params,
});
const open = route({
  method: 'POST',
  path: '/sign-in',
  summary: 'Signs in.',
  roles: 'anyone',
  body: z.object({ a: z.string() }),
  answer: 'nothing',
  handle: () => undefined,
});

const people = [{ employeeId: '7' }, { employeeId: '8' }, { employeeId: '9', roles: ['hr'] as const }];
const paper = (of: string, allowed: readonly string[]) => ({ route: of, params: { id: '7' }, allowed });

let app: TestApp;
beforeAll(async () => {
  app = await testApp([careful, careless, open]);
});
afterAll(() => app.stop());

describe('routes that are careful', () => {
  everyRouteRefusesStrangers(
    [careful, open],
    () => app,
    () => ({ people, cases: [paper('GET /papers/:id', ['7', '9'])] }),
  );
});

describe('the test of strangers', () => {
  const cast = (of: string, allowed: readonly string[]): Cast => ({ people, cases: [paper(of, allowed)] });

  test('fails for a route that gives a thing to anybody', async () => {
    await expect(refusesStrangers(careless, app, cast('GET /leaks/:id', ['7', '9']))).rejects.toThrow('refused');
  });

  test('fails for a route that refuses whose thing it is', async () => {
    await expect(refusesStrangers(careful, app, cast('GET /papers/:id', ['7', '8', '9']))).rejects.toThrow();
  });

  test('fails for a route that has no case', async () => {
    await expect(refusesStrangers(careful, app, { people, cases: [] })).rejects.toThrow();
  });
});
