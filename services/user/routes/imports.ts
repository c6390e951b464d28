import { z } from 'zod';
import { type Route, route } from '../../common/http/route.ts';
import { importStatus } from '../answers.ts';
import type { Imports } from '../import/imports.ts';

const office = ['hr', 'admin'] as const;
const one = z.object({ id: z.guid() });
const fileLimit = 5 * 1024 * 1024;

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
    answer: importStatus,
    handle: ({ body, person }) => imports.check(body, person.employeeId),
  }),
  route({
    method: 'POST',
    path: '/api/user/imports/:id/apply',
    summary: 'Applies the good lines of a checked file, in the background',
    roles: office,
    params: one,
    status: 202,
    answer: importStatus,
    handle: ({ params, requestId, traceparent }) => imports.apply(params.id, { requestId, traceparent }),
  }),
  route({
    method: 'GET',
    path: '/api/user/imports/:id',
    summary: 'How far an import is, and its report',
    roles: office,
    params: one,
    answer: importStatus,
    handle: ({ params }) => imports.status(params.id),
  }),
];
