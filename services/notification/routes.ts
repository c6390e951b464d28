import { z } from 'zod';
import { reply } from '#lib/http/routes.ts';
import { locales } from '#schemas/access/people.ts';
import type { ServiceContext } from '../common/database/context.ts';
import { type Route, routes } from '../common/http/route.ts';
import * as answers from './answers.ts';
import { centreOf, markAllRead, markRead, unreadOf } from './centre.ts';
import type { Live } from './live.ts';
import { choicesOf, choose } from './preferences.ts';
import type { NotificationTables } from './tables.ts';

const signedIn = routes('/api/notification', 'signed-in');

export interface NotificationWorld extends ServiceContext<NotificationTables> {
  readonly zone: string;
  /** Of signed links. */
  readonly key: Buffer;
  readonly live: Live;
}

/** The notification centre: everybody sees and changes what is their own. */
export const centreRoutes = (world: NotificationWorld): Route[] => [
  ...listRoutes(world),
  ...readRoutes(world),
  ...choiceRoutes(world),
];

const listRoutes = ({ database, zone, live }: NotificationWorld): Route[] => [
  signedIn.get('/notices', {
    summary: 'My notices, newest first, in my language.',
    query: z.strictObject({
      limit: z.coerce.number().int().min(1).max(100).default(20),
      before: z.coerce.number().int().min(1).optional(),
      language: z.enum(locales).optional().describe('Default: the language that one wants mail in.'),
    }),
    answer: answers.noticePage,
    handle: ({ person, query: { language = person.locale, ...page } }) =>
      centreOf(database, person.employeeId, { language, zone, ...page }),
  }),
  signedIn.get('/unread', {
    summary: 'How many of my notices I have not read.',
    answer: answers.unread,
    handle: async ({ person }) => ({ unread: await unreadOf(database, person.employeeId) }),
  }),
  signedIn.get('/stream', {
    summary:
      'Server-sent events `notices` with { unread, newest }, at once and after every change; ends after five minutes.',
    answer: 'text/event-stream',
    handle: ({ person }) =>
      reply({
        type: 'text/event-stream',
        headers: { 'cache-control': 'no-store', 'x-accel-buffering': 'no' },
        body: live.open(person.employeeId),
      }),
  }),
];

const readRoutes = ({ database, clock, live }: NotificationWorld): Route[] => [
  signedIn.post('/notices/:id/read', {
    summary: 'I have read this notice.',
    params: z.object({ id: z.string().max(100) }),
    answer: 'nothing',
    handle: async ({ person, params }) => {
      await markRead(database, person.employeeId, params.id, clock.now());
      live.wake();
    },
  }),
  signedIn.post('/read-all', {
    summary: 'I have read all of my notices.',
    answer: 'nothing',
    handle: async ({ person }) => {
      await markAllRead(database, person.employeeId, clock.now());
      live.wake();
    },
  }),
];

const choiceRoutes = ({ database }: NotificationWorld): Route[] => [
  signedIn.get('/choices', {
    summary: 'What I am told, by kind and channel.',
    answer: answers.preferences,
    handle: async ({ person }) => ({ choices: await choicesOf(database.db, person.employeeId) }),
  }),
  signedIn.put('/choices', {
    summary: 'I want, or do not want, to be told things of this kind this way.',
    body: answers.changedPreference,
    answer: answers.preferences,
    handle: async ({ person, body }) => {
      await database.transaction((trx) => choose(trx, person.employeeId, body));
      return { choices: await choicesOf(database.db, person.employeeId) };
    },
  }),
];
