import { z } from 'zod';
import type { Person } from '#schemas/access/people.ts';
import { eventTypes } from '#schemas/catalogue.ts';
import { eventFields, eventPage } from './answers.ts';
import { inZone, isOneOf, localDay, since, until } from './conditions.ts';
import { type Listing, pageOf, pageParameters, pageReply, pageStatement } from './list.ts';
import { type Asked, day, many, one, text } from './parameters.ts';
import { json, route } from './route.ts';
import { newestOf } from './rows.ts';
import { rowRoles, type Scope, scopeOf, within } from './scope.ts';

const sorts = { occurredAt: { sql: 'toUnixTimestamp64Milli(occurred_at)', type: 'Int64' } } as const;

const listing: Listing = {
  from: newestOf('events'),
  where: ['_deleted = 0'],
  fields: eventFields,
  sorts,
  tiebreak: [
    { sql: 'event_id', type: 'UUID' },
    { sql: 'mark', type: 'String' },
  ],
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
  summary: 'Events as they were published, newest first; who sees not everybody’s sees the own ones.',
  roles: rowRoles,
  parameters,
  answer: eventPage,
  read: async (asked, world, person) => {
    const all = await scopeOf(person, world, 'rows');
    const scope: Scope = all.kind === 'everyone' ? all : { kind: 'people', ids: [person.employeeId] };
    const page = {
      ...asked,
      conditions: [inZone(world.zone), ...within(scope, 'employee_id'), ...conditionsOf(asked)],
    };
    const { rows, next } = pageOf(listing, page, await world.database.rows(pageStatement(listing, page)));
    const shown = rows.map((row) => ({ ...row, payload: payloadFor(person, row) }));
    if (asked.format !== 'csv') return json({ rows: shown, next });
    const texts = shown.map((row) => ({ ...row, payload: JSON.stringify(row.payload) }));
    return pageReply('events', asked, { rows: texts, next }, eventFields);
  },
});

/** What of each type's fields tells where and with what somebody signed in, or what was typed there. */
const privateFields: ReadonlyMap<string, readonly string[]> = new Map(
  eventTypes
    .filter(({ family }) => family === 'logins')
    .map(({ type, fields }) => [type, Object.keys(fields).filter((name) => fields[name]?.personal)]),
);

/** An event's own fields; of another's sign-in without its personal ones, which are for auditors (services/audit). */
function payloadFor({ employeeId }: Person, row: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const payload = JSON.parse(String(row.payload));
  if (row.employeeId === employeeId) return payload;
  for (const name of privateFields.get(String(row.type)) ?? []) delete payload[name];
  return payload;
}
