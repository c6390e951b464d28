import { z } from 'zod';
import { type Route, route } from '../../common/http/route.ts';
import type { Imports } from '../import/imports.ts';

const office = ['hr', 'admin'] as const;
const one = z.object({ id: z.guid() });
const fileLimit = 5 * 1024 * 1024;

const lineFault = z.object({
  line: z.int(),
  column: z.string(),
  value: z.string(),
  message: z.string(),
  remedy: z.string(),
});

const status = z.object({
  importId: z.string(),
  state: z.enum(['checked', 'applying', 'applied', 'interrupted']),
  /** Lines that can be applied, and how many have been. */
  total: z.int(),
  done: z.int(),
  report: z.object({
    lines: z.int(),
    created: z.int(),
    updated: z.int(),
    unchanged: z.int(),
    faults: z.array(lineFault).readonly(),
  }),
});

/** A file is uploaded and checked, looked at, and then applied. */
export const importRoutes = (imports: Imports): Route[] => [
  route({
    method: 'POST',
    path: '/api/user/imports',
    summary: 'Uploads a CSV file of people and checks it: nothing is changed (the dry run)',
    roles: office,
    body: z.string(),
    form: 'text/csv',
    bodyLimit: fileLimit,
    status: 201,
    answer: status,
    handle: ({ body, person }) => imports.check(body, person.employeeId),
  }),
  route({
    method: 'POST',
    path: '/api/user/imports/:id/apply',
    summary: 'Applies the good lines of a checked file, in the background',
    roles: office,
    params: one,
    status: 202,
    answer: status,
    handle: ({ params, requestId, traceparent }) => imports.apply(params.id, { requestId, traceparent }),
  }),
  route({
    method: 'GET',
    path: '/api/user/imports/:id',
    summary: 'How far an import is, and its report',
    roles: office,
    params: one,
    answer: status,
    handle: ({ params }) => imports.status(params.id),
  }),
];
