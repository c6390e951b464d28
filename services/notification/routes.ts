import { z } from 'zod';
import type { Clock } from '#lib/clock.ts';
import { reply } from '#lib/http/routes.ts';
import { locales } from '#schemas/access/people.ts';
import type { Database } from '../common/database/database.ts';
import { type Route, route } from '../common/http/route.ts';
import * as answers from './answers.ts';
import { centreOf, markAllRead, markRead, unreadOf } from './centre.ts';
import type { Live } from './live.ts';
import { choicesOf, choose } from './preferences.ts';
import type { NotificationTables } from './tables.ts';

export interface NotificationWorld {
  readonly database: Database<NotificationTables>;
  readonly clock: Clock;
  readonly source: string;
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
  route({
    method: 'GET',
    path: '/api/notification/notices',
    summary: 'My notices, newest first, in my language.',
    roles: 'signed-in',
    query: z.strictObject({
      limit: z.coerce.number().int().min(1).max(100).default(20),
      before: z.coerce.number().int().min(1).optional(),
      language: z.enum(locales).optional().describe('Default: the language that one wants mail in.'),
    }),
    answer: answers.noticePage,
    handle: ({ person, query: { language = person.locale, ...page } }) =>
      centreOf(database, person.employeeId, { language, zone, ...page }),
  }),
  route({
    method: 'GET',
    path: '/api/notification/unread',
    summary: 'How many of my notices I have not read.',
    roles: 'signed-in',
    answer: answers.unread,
    handle: async ({ person }) => ({ unread: await unreadOf(database, person.employeeId) }),
  }),
  route({
    method: 'GET',
    path: '/api/notification/stream',
    summary:
      'Server-sent events `notices` with { unread, newest }, at once and after every change; ends after five minutes.',
    roles: 'signed-in',
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
  route({
    method: 'POST',
    path: '/api/notification/notices/:id/read',
    summary: 'I have read this notice.',
    roles: 'signed-in',
    params: z.object({ id: z.string().max(100) }),
    answer: 'nothing',
    handle: async ({ person, params }) => {
      await markRead(database, person.employeeId, params.id, clock.now());
      live.wake();
    },
  }),
  route({
    method: 'POST',
    path: '/api/notification/read-all',
    summary: 'I have read all of my notices.',
    roles: 'signed-in',
    answer: 'nothing',
    handle: async ({ person }) => {
      await markAllRead(database, person.employeeId, clock.now());
      live.wake();
    },
  }),
];

const choiceRoutes = ({ database }: NotificationWorld): Route[] => [
  route({
    method: 'GET',
    path: '/api/notification/choices',
    summary: 'What I am told, by kind and channel.',
    roles: 'signed-in',
    answer: answers.preferences,
    handle: async ({ person }) => ({ choices: await choicesOf(database.db, person.employeeId) }),
  }),
  route({
    method: 'PUT',
    path: '/api/notification/choices',
    summary: 'I want, or do not want, to be told things of this kind this way.',
    roles: 'signed-in',
    body: answers.changedPreference,
    answer: answers.preferences,
    handle: async ({ person, body }) => {
      await database.transaction((trx) => choose(trx, person.employeeId, body));
      return { choices: await choicesOf(database.db, person.employeeId) };
    },
  }),
];
