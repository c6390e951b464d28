import type { z } from 'zod';
import { problemSchema, schemaOf } from '#lib/http/openapi.ts';
import { serviceNames } from './gateway/targets.ts';
import type { Parameter, Parameters } from './parameters.ts';
import type { Route } from './route.ts';
import { rowRoles } from './scope.ts';

type Schema = Readonly<Record<string, unknown>>;

const parameterObject = (name: string, { doc, many, type }: Parameter): object => ({
  name,
  in: 'query',
  required: false,
  description: doc,
  ...(many && { style: 'form', explode: true }),
  schema: parameterSchema(many, type),
});

/** A list that was read from texts is documented by its items. */
function parameterSchema(many: boolean, type: z.ZodType): Schema {
  const { maxItems: _, ...schema } = schemaOf(type, 'output');
  return many ? { ...schema, type: 'array' } : schema;
}

const parameterObjects = (parameters: Parameters): object[] =>
  Object.entries(parameters)
    .filter(([, { refused }]) => !refused)
    .map(([name, parameter]) => parameterObject(name, parameter));

const problem = (description: string): object => ({
  description,
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
});

const refusals = {
  401: problem('Not signed in, or no longer.'),
  403: problem('Your role is not meant, or may not see this much.'),
};

const problems = {
  ...refusals,
  400: problem('A parameter cannot be used; `faults` names each, with what would be possible.'),
  422: problem('The answer would be too large.'),
  503: problem('ClickHouse is away, not ready or too slow; see `remedy` and Retry-After.'),
};

const bearer = [{ bearer: [] }];

const operationId = (path: string): string => path.slice(1).replace(/\W+/g, '_');

function routePath({ path, summary, roles, parameters, answer }: Route): object {
  const csv = 'format' in parameters ? { 'text/csv': { schema: { type: 'string' } } } : {};
  return {
    get: {
      operationId: operationId(path),
      summary,
      parameters: parameterObjects(parameters),
      responses: {
        200: {
          description: 'The answer.',
          content: { 'application/json': { schema: schemaOf(answer, 'output') }, ...csv },
        },
        ...problems,
      },
      security: bearer,
      ...(Array.isArray(roles) && { 'x-roles': roles }),
    },
  };
}

const plainPath = (path: string, summary: string, type: string, more: object = {}) => ({
  get: {
    operationId: operationId(path),
    summary,
    responses: { 200: { description: 'The answer.', content: { [type]: { schema: { type: 'string' } } } }, ...more },
  },
});

const live =
  'Server-sent events: `hello` {version, timeZone} at the start and after a gap: read anew; `change` {tables, at} when rows of these tables became ' +
  'visible, at most five a second; `stale` {since} while changes cannot be heard of. It ends when the token does.';

/** What is answered besides the routes. */
const others: Readonly<Record<string, object>> = {
  '/api/live': {
    get: { ...plainPath('/api/live', live, 'text/event-stream', refusals).get, security: bearer, 'x-roles': rowRoles },
  },
  '/api/openapi.json': plainPath('/api/openapi.json', 'This document.', 'application/json'),
  '/healthz': plainPath('/healthz', 'Whether the process lives.', 'text/plain'),
  '/readyz': plainPath('/readyz', 'Whether it can answer.', 'text/plain', {
    503: { description: 'What it waits for.' },
  }),
  '/metrics': plainPath('/metrics', 'Prometheus metrics.', 'text/plain'),
};

/** The OpenAPI 3.1 document of these routes. */
export const openapi = (routes: readonly Route[], version: string): object => ({
  openapi: '3.1.0',
  info: {
    title: 'Leaveline',
    version,
    description:
      'Leave and sign-ins of a company: statistics, the rows behind them, and what changes, each within the sight of who asks. ' +
      `The services behind the same address describe themselves: ${serviceNames.map((name) => `/api/${name}/openapi.json`).join(', ')}.`,
    license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
  },
  servers: [{ url: '/' }],
  paths: { ...Object.fromEntries(routes.map((route) => [route.path, routePath(route)])), ...others },
  components: {
    securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
    schemas: { Problem: problemSchema },
  },
});
