import { z } from 'zod';
import type { Person } from '#schemas/access/people.ts';
import { eventTypes } from '#schemas/catalogue.ts';
import { families } from '#schemas/families.ts';
import { eventFields, eventPage } from './answers.ts';
import { localDay } from './conditions.ts';
import { fromDay, oneOf, toDay } from './filters.ts';
import { type Listing, listingRoute } from './listing.ts';
import type { Route } from './route.ts';
import { newestOf } from './rows.ts';
import type { World } from './world.ts';

const listing: Listing = {
  name: 'events',
  from: newestOf('events'),
  fields: eventFields,
  filters: {
    eventId: oneOf('event_id', 'These events.', z.guid(), 'UUID'),
    type: oneOf('type', 'What happened.', z.enum(eventTypes.map(({ type }) => type))),
    employeeId: oneOf('employee_id', 'Whom it is about.'),
    from: fromDay(localDay('occurred_at'), 'First local day on which it happened.'),
    to: toDay(localDay('occurred_at'), 'Last local day.'),
  },
  sorts: { occurredAt: { sql: 'toUnixTimestamp64Milli(occurred_at)', type: 'Int64' } },
  tiebreak: [
    { sql: 'event_id', type: 'UUID' },
    { sql: 'mark', type: 'String' },
  ],
  standardSort: '-occurredAt',
};

export const eventsRoute = (world: World): Route =>
  listingRoute(world, listing, {
    summary: 'Events as they were published, newest first; who sees not everybody’s sees the own ones.',
    answer: eventPage,
    scope: (all, { employeeId }) => (all.kind === 'everyone' ? all : { kind: 'people', ids: [employeeId] }),
    row: withPayload,
  });

/** Of each type of sign-in the fields that do not tell where and with what somebody did, or what was typed there. */
const publicFields: ReadonlyMap<string, readonly string[]> = new Map(
  eventTypes
    .filter(({ family }) => family === 'logins')
    .map(({ type, fields }) => [type, Object.keys(fields).filter((name) => !fields[name]?.personal)]),
);

/**
 * With the event's own fields; of another's sign-in those that are known and not personal, since the others are for
 * auditors (services/audit).
 */
function withPayload(row: Readonly<Record<string, unknown>>, { employeeId }: Person) {
  const payload = JSON.parse(String(row.payload));
  if (row.employeeId === employeeId) return { ...row, payload };
  if (row.topic !== families.logins.topic) return { ...row, payload };
  const known = publicFields.get(String(row.type)) ?? [];
  return {
    ...row,
    payload: Object.fromEntries(known.filter((name) => name in payload).map((name) => [name, payload[name]])),
  };
}
