import { z } from 'zod';
import { type Access, type Identity, type Route, reply } from './routes.ts';

type Schema = Readonly<Record<string, unknown>>;
type Described = Route<never>;

interface ObjectSchema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
}

/** A zod type as JSON Schema: of what it takes (`input`) or gives out. Our own `readonly` is nothing to a client. */
export function schemaOf(type: z.ZodType, io: 'input' | 'output'): Schema {
  const { $schema: _, ...schema } = z.toJSONSchema(type, { io, unrepresentable: 'any', override: withoutReadOnly });
  return schema;
}

function withoutReadOnly({ jsonSchema }: { readonly jsonSchema: { readOnly?: boolean } }): void {
  delete jsonSchema.readOnly;
}

/** `/api/x/:id` → `/api/x/{id}`. */
const openPath = (path: string): string => path.replace(/:(\w+)/g, '{$1}');

const operationId = ({ method, path }: Described): string =>
  `${method.toLowerCase()}${path.replace(/^\/api/, '').replace(/\W+/g, '_')}`;

function parameters(type: z.ZodType | undefined, place: 'path' | 'query'): object[] {
  if (!type) return [];
  const { properties = {}, required = [] } = schemaOf(type, 'input') as ObjectSchema;
  return Object.entries(properties)
    .filter(([, schema]) => !('not' in schema))
    .map(([name, { description, ...schema }]) => ({
      name,
      in: place,
      required: place === 'path' || required.includes(name),
      ...(description !== undefined && { description }),
      schema,
    }));
}

const problem = (description: string): object => ({
  description,
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
});

function problems({ roles, params, query, body }: Described): object {
  return {
    ...((params || query || body) && { 400: problem('A value cannot be used; `faults` names each.') }),
    ...(roles !== 'anyone' && { 401: problem('Not signed in, or no longer.') }),
    ...(Array.isArray(roles) && { 403: problem(`Needs the role ${roles.join(' or ')}.`) }),
    ...(params && { 404: problem('There is no such thing, or it is not yours to see.') }),
    default: problem(
      'What else can go wrong: 422 against a rule, 429 too often, 503 for now; `code` tells, `remedy` and Retry-After help.',
    ),
  };
}

const asText = { schema: { type: 'string' } };

function success({ answer, alternative, status }: Described): object {
  if (answer === 'nothing') return { [status ?? 204]: { description: 'Done.' } };
  const content = {
    ...(typeof answer === 'string'
      ? { [answer]: asText }
      : { 'application/json': { schema: schemaOf(answer, 'output') } }),
    ...(alternative && { [alternative]: asText }),
  };
  return { [status ?? 200]: { description: 'The answer.', content } };
}

const security = (roles: Access): object[] => (roles === 'anyone' ? [] : [{ bearer: [] }]);

function operation(route: Described): object {
  const { summary, params, query, body, form = 'application/json', roles } = route;
  const content = body && { [form]: { schema: schemaOf(body, 'input') } };
  return {
    operationId: operationId(route),
    summary,
    parameters: [...parameters(params, 'path'), ...parameters(query, 'query')],
    ...(content && { requestBody: { required: true, content } }),
    responses: { ...success(route), ...problems(route) },
    security: security(roles),
    ...(Array.isArray(roles) && { 'x-roles': roles }),
  };
}

const text = { type: 'string' };

/** What every problem document looks like; see problem.ts. */
const problemSchema = {
  type: 'object',
  required: ['type', 'status', 'code', 'title', 'detail', 'remedy', 'requestId'],
  properties: {
    type: text,
    status: { type: 'integer' },
    code: text,
    title: text,
    detail: text,
    remedy: { ...text, description: 'What to do about it.' },
    faults: {
      type: 'array',
      items: {
        type: 'object',
        required: ['field', 'value', 'message'],
        properties: { field: text, value: text, message: text, possible: { type: 'array', items: text } },
      },
    },
    facts: { type: 'object', description: 'Figures of this case.' },
    requestId: text,
  },
};

const plain = (operationId: string, summary: string): object => ({
  get: { operationId, summary, responses: { 200: { description: 'The answer.', content: { 'text/plain': asText } } } },
});

/** What health.ts answers. */
const healthPaths = {
  '/healthz': plain('healthz', 'Whether the process lives.'),
  '/readyz': plain('readyz', 'Whether it does its work; 503 with what it waits for.'),
  '/metrics': plain('metrics', 'Prometheus metrics.'),
};

/** What a document says of the whole. */
export interface Info {
  readonly title: string;
  readonly version: string;
  readonly description?: string;
}

/** The OpenAPI 3.1 document of these routes, and of health. */
export function openapi(info: Info, routes: readonly Described[]): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const route of routes) {
    const path = openPath(route.path);
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(route) };
  }
  return {
    openapi: '3.1.0',
    info: { ...info, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    servers: [{ url: '/' }],
    paths: { ...paths, ...healthPaths },
    components: {
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
      schemas: { Problem: problemSchema },
    },
  };
}

/** These routes, and at `path` the document of all of them. */
export function withDocument<P extends Identity>(path: string, info: Info, routes: readonly Route<P>[]): Route<P>[] {
  const documentRoute: Route<P> = {
    method: 'GET',
    path,
    summary: 'What there is to ask, in OpenAPI.',
    roles: 'anyone',
    answer: 'application/json',
    handle: () => reply({ type: 'application/json; charset=utf-8', body }),
  };
  const all = [...routes, documentRoute];
  const body = JSON.stringify(openapi(info, all));
  return all;
}
