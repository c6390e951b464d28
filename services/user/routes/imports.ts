import { z } from 'zod';
import type { Route } from '../../common/http/route.ts';
import { importStatus } from '../answers.ts';
import type { Imports } from '../import/imports.ts';
import { forOffice } from './access.ts';

const one = z.object({ id: z.guid() });
const fileLimit = 5 * 1024 * 1024;

/** A file is uploaded and checked, looked at, and then applied. */
export const importRoutes = (imports: Imports): Route[] => [
  forOffice.post('/imports', {
    summary: 'Uploads a CSV file of people and checks it: nothing is changed (the dry run)',
    body: z.string(),
    form: 'text/csv',
    bodyLimit: fileLimit,
    status: 201,
    answer: importStatus,
    handle: ({ body, person }) => imports.check(body, person.employeeId),
  }),
  forOffice.post('/imports/:id/apply', {
    summary: 'Applies the good lines of a checked file, in the background',
    params: one,
    status: 202,
    answer: importStatus,
    handle: ({ params, requestId, traceparent }) => imports.apply(params.id, { requestId, traceparent }),
  }),
  forOffice.get('/imports/:id', {
    summary: 'How far an import is, and its report',
    params: one,
    answer: importStatus,
    handle: ({ params }) => imports.status(params.id),
  }),
  forOffice.delete('/imports/:id', {
    summary: 'Cancels an import; what has been applied stays',
    params: one,
    answer: importStatus,
    handle: ({ params }) => imports.cancel(params.id),
  }),
];
