import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { z } from 'zod';
import { reply } from '#lib/http/routes.ts';
import { route } from '../http/route.ts';
import { type TestApp, testApp } from './app.ts';
import { type TestDatabase, testDatabase } from './databases.ts';
import { attack } from './hostile.ts';
import { namingFields, placesOf, put, sampleOf } from './inputs.ts';

const body = z.strictObject({ text: z.string() });
const options = { as: { employeeId: '7' } };

let database: TestDatabase<object>;
beforeAll(async () => {
  database = await testDatabase('sqlite');
});
afterAll(() => database.drop());

/** Attacks a route that does this with its text. */
async function attacked(handle: (text: string) => unknown): Promise<void> {
  const careless = route({
    method: 'POST',
    path: '/careless',
    summary: 'Takes a text.',
    roles: 'signed-in',
    body,
    answer: 'text/html',
    handle: async ({ body }) => reply({ type: 'text/html', body: String((await handle(body.text)) ?? '') }),
  });
  const app: TestApp = await testApp([careless]);
  try {
    await attack(careless, app, { ...options, database: () => database });
  } finally {
    await app.stop();
  }
}

describe('the attack on a route', () => {
  test('is withstood by one that escapes what it shows', () =>
    attacked((text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')));

  test('shows one that puts text into markup', async () => {
    await expect(attacked((text) => `<p>${text}</p>`)).rejects.toThrow();
  });

  test('shows one that puts text into SQL', async () => {
    await expect(attacked((text) => sql.raw(`select '${text}'`).execute(database.db))).rejects.toThrow('fault of ours');
  });

  test('shows one whose tables change', async () => {
    await expect(attacked(() => sql`create table if not exists x (y int)`.execute(database.db))).rejects.toThrow();
  });
});

describe('inputs', () => {
  const type = z.strictObject({
    id: z.guid(),
    kind: z.enum(['a', 'b']),
    days: z.array(z.strictObject({ employeeId: z.string().min(3), share: z.number().min(0.5) })).min(1),
    more: z.union([z.null(), z.strictObject({ department: z.string() })]),
  });

  test('are made from their type, and taken by it', () => {
    expect(type.safeParse(sampleOf(type)).error).toBeUndefined();
  });

  test('have a place for each value', () => {
    expect(placesOf(sampleOf(type)).map((place) => place.join('.'))).toEqual([
      ...['id', 'kind', 'days.0.employeeId', 'days.0.share', 'more.department'],
    ]);
  });

  test('have another value at a place, `__proto__` included', () => {
    expect(put({ a: [{ b: 1 }] }, ['a', '0', 'b'], 2)).toEqual({ a: [{ b: 2 }] });
    expect(JSON.stringify(put({ a: 1 }, ['__proto__'], 2))).toBe('{"a":1,"__proto__":2}');
  });

  test('name people and things by some of their fields, however deep', () => {
    expect(namingFields(type)).toEqual(['id', 'employeeId', 'department']);
  });
});
