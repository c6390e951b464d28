import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { openapi } from './openapi.ts';
import { routeOf } from './routes.ts';

const route = routeOf<{ roles: readonly string[] }, 'cook'>();

const routes = [
  route({
    method: 'PATCH',
    path: '/api/kitchen/dishes/:id',
    summary: 'Changes a dish.',
    roles: ['cook'],
    params: z.object({ id: z.uuid() }),
    query: z.object({ dry: z.enum(['yes', 'no']).default('no').describe('Only look.') }),
    body: z.object({ name: z.string().max(40) }),
    answer: z.object({ id: z.string() }),
    handle: ({ params }) => params,
  }),
  route({
    method: 'DELETE',
    path: '/api/kitchen/dishes/:id',
    summary: 'Throws away.',
    roles: 'signed-in',
    params: z.object({ id: z.uuid() }),
    answer: 'nothing',
    handle: () => undefined,
  }),
];

const document = openapi({ title: 'Kitchen', version: '1.2.3' }, routes) as {
  paths: Record<string, Record<string, Record<string, unknown>>>;
};
const dish = document.paths['/api/kitchen/dishes/{id}'];

describe('the OpenAPI document', () => {
  test('has an operation for each route, with its own name', () => {
    expect(Object.keys(document.paths)).toEqual(['/api/kitchen/dishes/{id}', '/healthz', '/readyz', '/metrics']);
    expect(Object.keys(dish ?? {})).toEqual(['patch', 'delete']);
    expect(dish?.patch?.operationId).not.toBe(dish?.delete?.operationId);
  });

  test('says what is asked for, by place', () => {
    expect(dish?.patch?.parameters).toEqual([
      { name: 'id', in: 'path', required: true, schema: expect.objectContaining({ type: 'string', format: 'uuid' }) },
      expect.objectContaining({ name: 'dry', in: 'query', required: false, description: 'Only look.' }),
    ]);
    expect(dish?.patch?.requestBody).toMatchObject({
      required: true,
      content: { 'application/json': { schema: { properties: { name: { maxLength: 40 } } } } },
    });
  });

  test('says what is answered, and to whom', () => {
    expect(Object.keys(dish?.patch?.responses as object).sort()).toEqual([
      '200',
      '400',
      '401',
      '403',
      '404',
      'default',
    ]);
    expect(Object.keys(dish?.delete?.responses as object)).toContain('204');
    expect([dish?.patch?.['x-roles'], dish?.delete?.['x-roles'], dish?.delete?.security]).toEqual([
      ['cook'],
      undefined,
      [{ bearer: [] }],
    ]);
  });
});
