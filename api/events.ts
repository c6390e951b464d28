import { z } from 'zod';
import { eventTypes } from '#schemas/catalogue.ts';
import { count, type Fields, instant, optional, string, uuid } from '#schemas/fields.ts';
import { inZone, isOneOf, localDay, since, until } from './conditions.ts';
import { type Listing, pageOf, pageParameters, pageReply, pageStatement } from './list.ts';
import { type Asked, day, many, one, text } from './parameters.ts';
import { json, route } from './route.ts';
import { newestOf } from './rows.ts';
import { rowShape } from './values.ts';

const sorts = { occurredAt: { sql: 'toUnixTimestamp64Milli(occurred_at)', type: 'Int64' } } as const;

const fields: Fields = {
  eventId: uuid('Names the event.'),
  type: string('What happened.'),
  occurredAt: instant('When it happened.'),
  receivedAt: instant('When it came to Kafka.'),
  employeeId: optional(string('Whom it is about.')),
  source: string('Who published it.'),
  payload: string('The event’s own fields, as JSON.'),
  topic: string('Where it lies in Kafka.'),
  partition: count('Of the topic.'),
  offset: count('In the partition.'),
};

const listing: Listing = {
  from: newestOf('events'),
  where: ['_deleted = 0'],
  fields,
  sorts,
  tiebreak: [{ sql: 'event_id', type: 'UUID' }],
};

const parameters = {
  eventId: many('These events.', z.guid()),
  type: many('What happened.', z.enum(eventTypes.map(({ type }) => type))),
  employeeId: many('Whom it is about.', text),
  from: one('First local day on which it happened.', day),
  to: one('Last local day.', day),
  ...pageParameters(sorts, '-occurredAt'),
};

const conditionsOf = (asked: Asked<typeof parameters>) => [
  ...(asked.eventId.length === 0
    ? []
    : [{ sql: 'event_id IN {eventId:Array(UUID)}', params: { eventId: asked.eventId } }]),
  ...isOneOf('type', 'type', asked.type),
  ...isOneOf('employeeId', 'employee_id', asked.employeeId),
  ...since('from', localDay('occurred_at'), asked.from),
  ...until('to', localDay('occurred_at'), asked.to),
];

export const eventsRoute = route({
  path: '/api/events',
  summary: 'Events as they were published, newest first.',
  parameters,
  answer: z.strictObject({
    rows: z.array(z.strictObject({ ...rowShape(fields), payload: z.record(z.string(), z.unknown()) })),
    next: z.string().nullable(),
  }),
  read: async (asked, { database, zone }) => {
    const page = { ...asked, conditions: [inZone(zone), ...conditionsOf(asked)] };
    const { rows, next } = pageOf(listing, page, await database.rows(pageStatement(listing, page)));
    if (asked.format === 'csv') return pageReply('events', asked, { rows, next }, fields);
    return json({ rows: rows.map((row) => ({ ...row, payload: JSON.parse(String(row.payload)) })), next });
  },
});
