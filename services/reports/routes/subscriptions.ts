import { z } from 'zod';
import { forbidden } from '#lib/http/problem.ts';
import { reply } from '#lib/http/routes.ts';
import { type Route, route } from '../../common/http/route.ts';
import { etag, wantedVersion } from '../../common/http/versions.ts';
import { hasLeft } from '../../common/people/replica.ts';
import * as answers from '../answers.ts';
import { readers } from '../api.ts';
import { change, create, deliveriesOf, ownOf, type Place, remove, sendNow, subscriptionsOf } from '../subscriptions.ts';
import { choiceOf, shownDelivery, shownSubscription } from './rows.ts';

const params = z.object({ id: z.guid() });
const base = '/api/reports/subscriptions';

/** What people do with subscriptions of their own. */
export const subscriptionRoutes = (place: Place): Route[] => [
  ...readRoutes(place),
  ...[...changeRoutes(place), sendRoute(place)].map(ofWhoIsHere(place)),
];

/** Who has left changes nothing any more, though their last token may hold for some minutes. */
const ofWhoIsHere =
  ({ database }: Place) =>
  (route: Route): Route => ({
    ...route,
    handle: async (asked) => {
      if (asked.person && (await hasLeft(database.db, asked.person.employeeId)))
        throw forbidden('Who has left changes nothing any more.', 'has_left');
      return route.handle(asked);
    },
  });

const sendRoute = (place: Place): Route =>
  route({
    method: 'POST',
    path: `${base}/:id/send-now`,
    summary: 'Sends the report of now; asked again within a minute it is the same mail.',
    roles: readers,
    params,
    status: 202,
    answer: answers.sentNow,
    handle: async ({ person, params }) => {
      const at = await sendNow(place, person, params.id);
      return { scheduledAt: new Date(at).toISOString() };
    },
  });

const readRoutes = (place: Place): Route[] => [
  route({
    method: 'GET',
    path: base,
    summary: 'My subscriptions.',
    roles: readers,
    answer: answers.subscriptions,
    handle: async ({ person }) => ({
      subscriptions: (await subscriptionsOf(place, person)).map(shownSubscription),
    }),
  }),
  route({
    method: 'GET',
    path: `${base}/:id`,
    summary: 'A subscription of mine; its ETag is wanted for a change.',
    roles: readers,
    params,
    answer: answers.subscription,
    handle: async ({ person, params, context }) => {
      const row = await ownOf(place, person, params.id);
      context.set('etag', etag(row.version));
      return shownSubscription(row);
    },
  }),
  route({
    method: 'GET',
    path: `${base}/:id/deliveries`,
    summary: 'What became of its mails, the newest first.',
    roles: readers,
    params,
    query: z.strictObject({ limit: z.coerce.number().int().min(1).max(200).default(20) }),
    answer: answers.deliveries,
    handle: async ({ person, params, query }) => {
      await ownOf(place, person, params.id);
      return { deliveries: (await deliveriesOf(place, params.id, query.limit)).map(shownDelivery) };
    },
  }),
];

const changeRoutes = (place: Place): Route[] => [createRoute(place), ...versionRoutes(place)];

const createRoute = (place: Place): Route =>
  route({
    method: 'POST',
    path: base,
    summary: 'Subscribes to a report.',
    roles: readers,
    body: answers.chosen,
    status: 201,
    answer: answers.subscription,
    handle: async ({ person, body, context }) => {
      const row = await create(place, person, choiceOf(body));
      context.set('etag', etag(row.version));
      context.set('location', `${base}/${row.subscription_id}`);
      return shownSubscription(row);
    },
  });

const versionRoutes = (place: Place): Route[] => [
  route({
    method: 'PUT',
    path: `${base}/:id`,
    summary: 'Changes a subscription; If-Match names the version that it is meant for.',
    roles: readers,
    params,
    body: answers.chosen,
    answer: answers.subscription,
    handle: async ({ person, params, body, context }) => {
      const wanted = wantedVersion(context.get('if-match'));
      const row = await change(place, person, params.id, wanted, choiceOf(body));
      context.set('etag', etag(row.version));
      return shownSubscription(row);
    },
  }),
  route({
    method: 'DELETE',
    path: `${base}/:id`,
    summary: 'Ends a subscription; If-Match names its version.',
    roles: readers,
    params,
    answer: 'nothing',
    handle: async ({ person, params, context }) => {
      await remove(place, person, params.id, wantedVersion(context.get('if-match')));
      return reply({ status: 204 });
    },
  }),
];
