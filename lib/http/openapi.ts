import { z } from 'zod';
import type { Access, Answer, Route } from './routes.ts';

type Schema = Readonly<Record<string, unknown>>;
type Described = Route<never>;

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
  const { properties = {}, required = [] } = schemaOf(type, 'input') as { properties?: Schema; required?: string[] };
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    ...((schema as Schema).description !== undefined && { description: (schema as Schema).description }),
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
    default: problem('What else can go wrong; `code` tells, `remedy` helps.'),
  };
}

function success(answer: Answer, status: number | undefined): object {
  if (answer === 'nothing') return { [status ?? 204]: { description: 'Done.' } };
  const [type, schema] =
    typeof answer === 'string' ? [answer, { type: 'string' }] : ['application/json', schemaOf(answer, 'output')];
  return { [status ?? 200]: { description: 'The answer.', content: { [type]: { schema } } } };
}

const security = (roles: Access): object[] => (roles === 'anyone' ? [] : [{ bearer: [] }]);

function operation(route: Described): object {
  const { summary, params, query, body, form = 'application/json', roles, answer, status } = route;
  const content = body && { [form]: { schema: schemaOf(body, 'input') } };
  return {
    operationId: operationId(route),
    summary,
    parameters: [...parameters(params, 'path'), ...parameters(query, 'query')],
    ...(content && { requestBody: { required: true, content } }),
    responses: { ...success(answer, status), ...problems(route) },
    security: security(roles),
    ...(Array.isArray(roles) && { 'x-roles': roles }),
  };
}

const text = { type: 'string' };

/** What every problem document looks like; see problem.ts. */
export const problemSchema = {
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

/** The OpenAPI 3.1 document of these routes. */
export function openapi(title: string, version: string, routes: readonly Described[]): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const route of routes) {
    const path = openPath(route.path);
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(route) };
  }
  return {
    openapi: '3.1.0',
    info: { title, version },
    paths,
    components: {
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
      schemas: { Problem: problemSchema },
    },
  };
}
