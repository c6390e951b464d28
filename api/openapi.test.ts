import { describe, expect, test } from '@jest/globals';
import { openapi } from './openapi.ts';
import { routes } from './routes.ts';

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly description: string;
  readonly schema: Readonly<Record<string, unknown>>;
}

interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly parameters?: readonly Parameter[];
  readonly responses: Readonly<Record<string, { readonly description: string; readonly content?: object }>>;
}

const document = openapi(routes, '1.2.3') as {
  openapi: string;
  info: { version: string };
  paths: Record<string, { get: Operation }>;
  components: { schemas: Record<string, unknown> };
};

function* nodes(value: unknown): Generator<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) yield value as Record<string, unknown>;
  for (const inner of Object.values(value)) yield* nodes(inner);
}

describe('the OpenAPI document', () => {
  test('lists every route and what else is answered', () => {
    const others = ['/api/live', '/api/openapi.json', '/healthz', '/readyz', '/metrics'];
    expect(Object.keys(document.paths).sort()).toEqual([...routes.map(({ path }) => path), ...others].sort());
    expect(document.info.version).toBe('1.2.3');
  });

  test.each(routes.map((route) => [route.path, route] as const))(
    '%s documents each of its parameters',
    (path, route) => {
      const documented = document.paths[path]?.get.parameters ?? [];
      expect(documented.map(({ name }) => name)).toEqual(Object.keys(route.parameters));
      for (const parameter of documented) {
        expect(parameter.in).toBe('query');
        expect(parameter.description.length).toBeGreaterThan(3);
        expect(parameter.schema.type).toMatch(/^(string|integer|boolean|array)$/);
        if (parameter.schema.type === 'array') expect(parameter.schema.items).toHaveProperty('type');
      }
    },
  );

  test('has no two operations of one name, and an answer for each', () => {
    const operations = Object.values(document.paths).map(({ get }) => get);
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);
    for (const { summary, responses } of operations) {
      expect(summary.length).toBeGreaterThan(3);
      expect(Object.keys(responses)).toContain('200');
      expect(Object.values(responses).every(({ description }) => description.length > 3)).toBe(true);
    }
  });

  test('refers to nothing that is not in it, and is JSON', () => {
    const references = [...nodes(document)].flatMap(({ $ref }) => (typeof $ref === 'string' ? [$ref] : []));
    expect(new Set(references)).toEqual(new Set(['#/components/schemas/Problem']));
    expect(document.components.schemas).toHaveProperty('Problem');
    expect(JSON.parse(JSON.stringify(document))).toEqual(document);
  });

  test('says what a row of requests looks like', () => {
    const content = document.paths['/api/requests']?.get.responses['200']?.content as Record<string, { schema: never }>;
    expect(content['application/json']?.schema).toMatchObject({
      properties: {
        rows: { items: { properties: { days: { type: 'number' }, from: { type: 'string', format: 'date' } } } },
        next: { type: ['string', 'null'] },
      },
    });
  });
});
