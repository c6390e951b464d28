import { z } from 'zod';
import { away } from '#lib/http/problem.ts';
import { reply } from '#lib/http/routes.ts';
import { type Route, routes } from '../common/http/route.ts';
import * as answers from './answers.ts';
import { type CalendarWorld, calendarOf, createFeed, feedsOf, revokeFeed, revokeFeedsOf } from './feeds.ts';
import type { FeedRow } from './tables.ts';
import { forStaff, teamRoute } from './team.ts';

const anyone = routes('/api/calendar', 'anyone');
const forOffice = routes('/api/calendar', ['hr', 'admin']);

const shown = ({ feed_id, kind, department, created_at }: FeedRow) => ({
  id: feed_id,
  kind,
  department,
  createdAt: new Date(created_at).toISOString(),
});

export const calendarRoutes = (world: CalendarWorld): Route[] => [
  ...ownRoutes(world),
  teamRoute(world),
  forOffice.delete('/people/:id/feeds', {
    summary: 'Revokes every feed of a person',
    params: z.object({ id: z.string().min(1).max(200) }),
    answer: answers.revoked,
    handle: async ({ params }) => ({ revoked: await revokeFeedsOf(world, params.id) }),
  }),
  anyone.get('/ical/:file', {
    summary: 'A calendar in iCalendar form; who knows the address may read it',
    params: z.object({ file: z.string().max(100) }),
    answer: 'text/calendar',
    handle: async ({ params }) => icalOf(world, params.file),
  }),
];

/** An answer before everything has been read would take events out of people's calendars. */
async function icalOf(world: CalendarWorld, file: string) {
  const why = world.ready();
  if (why !== null) throw away('calendar_not_ready', `The calendar is not there yet: ${why}.`);
  const body = await calendarOf(world, file.replace(/\.ics$/, ''));
  return reply({ type: 'text/calendar; charset=utf-8', headers: { 'cache-control': 'private, no-cache' }, body });
}

const ownRoutes = (world: CalendarWorld): Route[] => [
  forStaff.get('/feeds', {
    summary: 'The feeds that one has; their addresses were told when they were made',
    answer: answers.feeds,
    handle: async ({ person }) => ({ rows: (await feedsOf(world, person.employeeId)).map(shown) }),
  }),
  forStaff.post('/feeds', {
    summary: 'Makes a feed of one’s own leave, or of a department; answers its address, this once',
    body: answers.newFeed,
    status: 201,
    answer: answers.createdFeed,
    handle: async ({ person, body }) => {
      const made = await createFeed(world, person, body);
      return { ...shown(made), path: `/api/calendar/ical/${made.token}.ics` };
    },
  }),
  forStaff.delete('/feeds/:id', {
    summary: 'Revokes a feed: its address answers nobody any more',
    params: z.object({ id: z.guid() }),
    answer: 'nothing',
    handle: ({ person, params }) => revokeFeed(world, person, params.id),
  }),
];
