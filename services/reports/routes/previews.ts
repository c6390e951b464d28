import { z } from 'zod';
import { away, forbidden } from '#lib/http/problem.ts';
import { type Reply, reply } from '#lib/http/routes.ts';
import { type Route, route } from '../../common/http/route.ts';
import { wished } from '../answers.ts';
import { NoRight, readers } from '../api.ts';
import { type Built, bookOf, build, previewOf, type Sources, type Wish, workbookName, workbookType } from '../build.ts';
import { ownOf, type Place } from '../subscriptions.ts';

type Desk = Place & Sources;

const params = z.object({ id: z.guid() });
const one = '/api/reports/subscriptions/:id';

/** A report at once, on the page. */
export const previewRoutes = (desk: Desk): Route[] => [
  route({
    method: 'GET',
    path: `${one}/preview`,
    summary: 'The report of now, as its mail would show it.',
    roles: readers,
    params,
    answer: 'text/html',
    handle: async ({ person, params }) => preview(desk, await ownOf(desk, person, params.id)),
  }),
  route({
    method: 'POST',
    path: '/api/reports/preview',
    summary: 'The same for what is not subscribed to yet.',
    roles: readers,
    body: wished,
    answer: 'text/html',
    handle: ({ person, body }) => preview(desk, { ...body, employee_id: person.employeeId, workbook: 0 }),
  }),
  route({
    method: 'GET',
    path: `${one}/workbook`,
    summary: 'The rows of the report of now, as XLSX.',
    roles: readers,
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

async function preview(desk: Desk, wish: Wish): Promise<Reply> {
  const built = await builtNow(desk, wish);
  const body = previewOf(wish, built, { origin: desk.origin, at: desk.clock.now(), unsubscribe: null });
  return reply({ type: 'text/html; charset=utf-8', headers: { 'content-security-policy': policy }, body });
}

async function builtNow(desk: Desk, wish: Wish): Promise<Built> {
  try {
    return await build(desk, wish, desk.clock.now());
  } catch (error) {
    if (error instanceof NoRight) throw forbidden('You may not read these figures any more.', 'no_right');
    throw away('figures_away', 'The figures cannot be read at the moment.', undefined, error);
  }
}
