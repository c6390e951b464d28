import { describe, expect, test } from '@jest/globals';
import { openapi } from '#lib/http/openapi.ts';
import { routesOf } from './routes.ts';
import { datasets } from './statistics/dataset.ts';

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

const routes = routesOf({} as never, {} as never, '1.2.3');

const document = openapi({ title: 'Leaveline', version: '1.2.3' }, routes) as {
  openapi: string;
  info: { version: string };
  paths: Record<string, Readonly<Record<string, Operation>>>;
  components: { schemas: Record<string, unknown> };
};

/** A path as OpenAPI writes it. */
const written = (path: string): string => path.replace(/:(\w+)/g, '{$1}');

function* nodes(value: unknown): Generator<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) yield value as Record<string, unknown>;
  for (const inner of Object.values(value)) yield* nodes(inner);
}

const operations = Object.values(document.paths).flatMap((path) => Object.values(path));

describe('the OpenAPI document', () => {
  test('lists every route and what tells of health', () => {
    const health = ['/healthz', '/readyz', '/metrics'];
    expect(Object.keys(document.paths).sort()).toEqual([...routes.map(({ path }) => written(path)), ...health].sort());
  });

  test.each(routes.map(({ method, path }) => [method, path]))(
    '%s %s documents each of its parameters',
    (method, path) => {
      for (const parameter of document.paths[written(path)]?.[method.toLowerCase()]?.parameters ?? []) {
        const place = path.includes(`:${parameter.name}`) ? 'path' : 'query';
        expect([parameter.name, parameter.in]).toEqual([parameter.name, place]);
        expect(parameter.description.length).toBeGreaterThan(3);
        expect(parameter.schema.type).toMatch(/^(string|integer|boolean|array)$/);
        if (parameter.schema.type === 'array') expect(parameter.schema.items).toHaveProperty('type');
      }
    },
  );

  test('says nothing of what a statistic cannot take', () => {
    for (const { name: dataset, asOf } of datasets) {
      const names = document.paths[`/api/statistics/${dataset}`]?.get?.parameters?.map(({ name }) => name);
      expect([dataset, names?.includes('by'), names?.includes('asOf')]).toEqual([dataset, true, asOf !== null]);
    }
  });

  test('has no two operations of one name, and an answer for each', () => {
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);
    for (const { summary, responses } of operations) {
      expect(summary.length).toBeGreaterThan(3);
      expect(Object.keys(responses).filter((status) => status.startsWith('2'))).toHaveLength(1);
      expect(Object.values(responses).every(({ description }) => description.length > 3)).toBe(true);
    }
  });

  test('refers to nothing that is not in it, and is JSON', () => {
    const references = [...nodes(document)].flatMap(({ $ref }) => (typeof $ref === 'string' ? [$ref] : []));
    expect(new Set(references)).toEqual(new Set(['#/components/schemas/Problem']));
    expect(document.components.schemas).toHaveProperty('Problem');
    expect(JSON.parse(JSON.stringify(document))).toEqual(document);
  });

  test('says what a row of requests looks like, and that it comes as CSV, too', () => {
    const content = document.paths['/api/requests']?.get?.responses['200']?.content as Record<
      string,
      { schema: never }
    >;
    expect(Object.keys(content)).toEqual(['application/json', 'text/csv']);
    expect(content['application/json']?.schema).toMatchObject({
      properties: {
        rows: { items: { properties: { days: { type: 'number' }, from: { type: 'string', format: 'date' } } } },
        next: { type: ['string', 'null'] },
      },
    });
  });
});
