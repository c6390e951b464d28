import { z } from 'zod';
import { forbidden } from '#lib/http/problem.ts';
import { reply } from '#lib/http/routes.ts';
import type { Route } from '../../common/http/route.ts';
import { etag, wantedVersion } from '../../common/http/versions.ts';
import { hasLeft } from '../../common/people/tree.ts';
import * as answers from '../answers.ts';
import * as subscriptions from '../subscriptions.ts';
import { forReaders } from './access.ts';
import { choiceOf, shownDelivery, shownSubscription } from './rows.ts';

const params = z.object({ id: z.guid() });

/** What people do with subscriptions of their own. */
export const subscriptionRoutes = (place: subscriptions.ReportContext): Route[] => [
  ...readRoutes(place),
  ...[...changeRoutes(place), sendRoute(place)].map(ofWhoIsHere(place)),
];

/** Who has left changes nothing any more, though their last token may hold for some minutes. */
const ofWhoIsHere =
  ({ database }: subscriptions.ReportContext) =>
  (route: Route): Route => ({
    ...route,
    handle: async (asked) => {
      if (asked.person && (await hasLeft(database.db, asked.person.employeeId)))
        throw forbidden('Who has left changes nothing any more.', 'has_left');
      return route.handle(asked);
    },
  });

const sendRoute = (place: subscriptions.ReportContext): Route =>
  forReaders.post('/subscriptions/:id/send-now', {
    summary: 'Sends the report of now; asked again within a minute it is the same mail.',
    params,
    status: 202,
    answer: answers.sentNow,
    handle: async ({ person, params }) => {
      const at = await subscriptions.sendNow(place, person, params.id);
      return { scheduledAt: new Date(at).toISOString() };
    },
  });

const readRoutes = (place: subscriptions.ReportContext): Route[] => [
  forReaders.get('/subscriptions', {
    summary: 'My subscriptions.',
    answer: answers.subscriptions,
    handle: async ({ person }) => ({
      subscriptions: (await subscriptions.subscriptionsOf(place, person)).map(shownSubscription),
    }),
  }),
  forReaders.get('/subscriptions/:id', {
    summary: 'A subscription of mine; its ETag is wanted for a change.',
    params,
    answer: answers.subscription,
    handle: async ({ person, params, context }) => {
      const row = await subscriptions.ownOf(place, person, params.id);
      context.set('etag', etag(row.version));
      return shownSubscription(row);
    },
  }),
  forReaders.get('/subscriptions/:id/deliveries', {
    summary: 'What became of its mails, the newest first.',
    params,
    query: z.strictObject({ limit: z.coerce.number().int().min(1).max(200).default(20) }),
    answer: answers.deliveries,
    handle: async ({ person, params, query }) => {
      await subscriptions.ownOf(place, person, params.id);
      return { deliveries: (await subscriptions.deliveriesOf(place, params.id, query.limit)).map(shownDelivery) };
    },
  }),
];

const changeRoutes = (place: subscriptions.ReportContext): Route[] => [createRoute(place), ...versionRoutes(place)];

const createRoute = (place: subscriptions.ReportContext): Route =>
  forReaders.post('/subscriptions', {
    summary: 'Subscribes to a report.',
    body: answers.chosen,
    status: 201,
    answer: answers.subscription,
    handle: async ({ person, body, context }) => {
      const row = await subscriptions.create(place, person, choiceOf(body));
      context.set('etag', etag(row.version));
      context.set('location', `/api/reports/subscriptions/${row.subscription_id}`);
      return shownSubscription(row);
    },
  });

const versionRoutes = (place: subscriptions.ReportContext): Route[] => [
  forReaders.put('/subscriptions/:id', {
    summary: 'Changes a subscription; If-Match names the version that it is meant for.',
    params,
    body: answers.chosen,
    answer: answers.subscription,
    handle: async ({ person, params, body, context }) => {
      const wanted = wantedVersion(context.get('if-match'));
      const row = await subscriptions.change(place, person, params.id, wanted, choiceOf(body));
      context.set('etag', etag(row.version));
      return shownSubscription(row);
    },
  }),
  forReaders.delete('/subscriptions/:id', {
    summary: 'Ends a subscription; If-Match names its version.',
    params,
    answer: 'nothing',
    handle: async ({ person, params, context }) => {
      await subscriptions.remove(place, person, params.id, wantedVersion(context.get('if-match')));
      return reply({ status: 204 });
    },
  }),
];
