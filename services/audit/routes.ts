import { z } from 'zod';
import { badRequest, notFound } from '#lib/http/problem.ts';
import { eventTypes } from '#schemas/catalogue.ts';
import { idText } from '#schemas/ids.ts';
import { type Route, routes } from '../common/http/route.ts';
import * as answers from './answers.ts';
import type { CheckpointBody } from './checkpoints.ts';
import { type AuditWorld, describeQuery, noteReading } from './reading.ts';
import { search } from './search.ts';

const forAuditors = routes('/api/audit', ['auditor']);
const instant = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));

const wanted = z.strictObject({
  person: idText.optional(),
  eventId: idText.optional(),
  type: z
    .string()
    .regex(/^[a-z_.]{1,100}$/, 'a type such as auth.login.failed, or its beginning: auth.')
    .optional(),
  from: instant.optional(),
  to: instant.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  after: z.string().max(500).optional(),
});

/** What the audit answers: to auditors alone, and each request is an event itself. */
export const auditRoutes = (world: AuditWorld): Route[] => [
  entriesRoute(world),
  entryRoute(world),
  typesRoute,
  checkpointsRoute(world),
];

const entriesRoute = (world: AuditWorld): Route =>
  forAuditors.get('/entries', {
    summary: 'What happened, newest first: by person, type and time, a page at a time.',
    query: wanted,
    answer: answers.auditPage,
    handle: async ({ query, ...asking }): Promise<answers.AuditPage> => {
      if (query.from !== undefined && query.to !== undefined && query.from >= query.to)
        throw badRequest([{ field: 'to', value: new Date(query.to).toISOString(), message: 'not after from' }]);
      const page = await search(world.database.db, query);
      const rows = page.entries.length;
      await noteReading(world, asking, {
        resource: 'audit.entries',
        about: query.person,
        query: describeQuery(query),
        rows,
      });
      return page;
    },
  });

const entryRoute = (world: AuditWorld): Route =>
  forAuditors.get('/events/:eventId', {
    summary:
      'The newest entry of an event’s id; entries?eventId= gives all of them, should the id have been used again.',
    params: z.object({ eventId: idText }),
    answer: answers.auditEntry,
    handle: async ({ params, ...asking }) => {
      const [found] = (await search(world.database.db, { eventId: params.eventId, limit: 1 })).entries;
      const about = found?.employeeId ?? undefined;
      const rows = found ? 1 : 0;
      await noteReading(world, asking, { resource: 'audit.events', about, query: `eventId=${params.eventId}`, rows });
      if (!found) throw notFound('There is no entry of this event.');
      return found;
    },
  });

const typesRoute = forAuditors.get('/types', {
  summary: 'The types of events there are, for the search; no records.',
  answer: answers.auditTypes,
  handle: () => ({ types: eventTypes.map(({ type }) => type) }),
});

const checkpointsRoute = (world: AuditWorld): Route =>
  forAuditors.get('/checkpoints', {
    summary: 'The newest signed checkpoints.',
    query: z.strictObject({ limit: z.coerce.number().int().min(1).max(1000).default(24) }),
    answer: answers.checkpoints,
    handle: async ({ query, ...asking }) => {
      const rows = world.database.db.selectFrom('audit_checkpoints').select(['body', 'signature']);
      const checkpoints = (await rows.orderBy('number', 'desc').limit(query.limit).execute()).map(
        ({ body, signature }) => ({ ...(JSON.parse(body) as CheckpointBody), signature }),
      );
      await noteReading(world, asking, { resource: 'audit.checkpoints', rows: checkpoints.length });
      return { checkpoints };
    },
  });
