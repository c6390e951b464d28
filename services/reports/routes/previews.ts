import { z } from 'zod';
import { away, forbidden } from '#lib/http/problem.ts';
import { type Reply, reply } from '#lib/http/routes.ts';
import type { Route } from '../../common/http/route.ts';
import { wished } from '../answers.ts';
import { NoRight } from '../api.ts';
import {
  type Built,
  bookOf,
  build,
  type Inputs,
  previewOf,
  type ReportRequest,
  workbookName,
  workbookType,
} from '../build.ts';
import { ownOf, type ReportContext } from '../subscriptions.ts';
import { forReaders } from './access.ts';

type PreviewContext = ReportContext & Inputs;

const params = z.object({ id: z.guid() });

/** A report at once, on the page. */
export const previewRoutes = (desk: PreviewContext): Route[] => [
  forReaders.get('/subscriptions/:id/preview', {
    summary: 'The report of now, as its mail would show it.',
    params,
    answer: 'text/html',
    handle: async ({ person, params }) => preview(desk, await ownOf(desk, person, params.id)),
  }),
  forReaders.post('/preview', {
    summary: 'The same for what is not subscribed to yet.',
    body: wished,
    answer: 'text/html',
    handle: ({ person, body }) => preview(desk, { ...body, employee_id: person.employeeId, workbook: 0 }),
  }),
  forReaders.get('/subscriptions/:id/workbook', {
    summary: 'The rows of the report of now, as XLSX.',
    params,
    answer: workbookType,
    handle: async ({ person, params }) => {
      const wish = await ownOf(desk, person, params.id);
      const built = await builtNow(desk, wish);
      const headers = { 'content-disposition': `attachment; filename="${workbookName(wish, built)}"` };
      return reply({ type: workbookType, headers, body: await bookOf(built, wish.zone) });
    },
  }),
];

/** Nothing in it may run or be fetched, wherever it is opened. */
const policy = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; sandbox; frame-ancestors 'self'";

async function preview(desk: PreviewContext, wish: ReportRequest): Promise<Reply> {
  const built = await builtNow(desk, wish);
  const body = previewOf(wish, built, { origin: desk.origin, at: desk.clock.now(), unsubscribe: null });
  return reply({ type: 'text/html; charset=utf-8', headers: { 'content-security-policy': policy }, body });
}

async function builtNow(desk: PreviewContext, wish: ReportRequest): Promise<Built> {
  try {
    return await build(desk, wish, desk.clock.now());
  } catch (error) {
    if (error instanceof NoRight) throw forbidden('You may not read these figures any more.', 'no_right');
    throw away('figures_away', 'The figures cannot be read at the moment.', undefined, error);
  }
}
