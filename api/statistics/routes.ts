import { z } from 'zod';
import { csvText } from '../csv.ts';
import { json, type Route, route } from '../route.ts';
import { scopeOf } from '../scope.ts';
import { csvOf } from './answer.ts';
import { coarserThan, grains } from './grain.ts';
import { parametersOf, queryOf } from './query.ts';
import { answerFor } from './reading.ts';
import { type Source, sources } from './source.ts';

const text = z.strictObject({ en: z.string(), uk: z.string() });
const column = z.strictObject({
  name: z.string(),
  kind: z.string(),
  label: text,
  grain: z.enum(grains).optional(),
  unit: z.enum(['hour', 'day']).optional(),
});
const figure = z.strictObject({ value: z.number().nullable(), numerator: z.number(), denominator: z.number() });
const row = z.record(z.string(), z.union([z.string(), z.number(), figure, z.null()]));

const answer = z.strictObject({
  name: z.string(),
  asOf: z.string().nullable(),
  filters: z.record(z.string(), z.array(z.union([z.string(), z.number()]))),
  period: z.strictObject({ column: z.string(), from: z.string().nullable(), to: z.string().nullable() }).nullable(),
  by: z.array(z.string()),
  columns: z.array(column),
  rows: z.array(row),
  total: row,
  truncated: z.boolean(),
  notes: z.array(text),
  computedAt: z.iso.datetime(),
  frozenAt: z.iso.datetime().optional().describe('Of figures of groups: since when they stand.'),
  suppressed: z
    .int()
    .optional()
    .describe('How many of the departments are not shown by themselves: fewer than five people.'),
});

const entry = z.strictObject({
  name: z.string(),
  title: text,
  question: text,
  key: z.array(column.extend({ doc: z.string(), grains: z.array(z.enum(grains)).optional() })),
  measures: z.array(column.extend({ doc: z.string() })),
  derived: z.array(z.looseObject({ name: z.string(), kind: z.enum(['ratio', 'quantile']), title: text })),
  asOf: z.string().nullable(),
  tables: z.array(z.string()),
  links: z.record(z.string(), z.string()),
});

const catalogueRoute = route({
  path: '/api/statistics',
  summary: 'Every statistic: what it answers, what it is keyed by and what it sums.',
  roles: 'signed-in',
  parameters: {},
  answer: z.strictObject({ statistics: z.array(entry) }),
  read: async () => json({ statistics: sources.map(describe) }),
});

const describe = ({ name, title, question, key, measures, derived, asOf, tables, links }: Source) => ({
  name,
  title,
  question,
  key: key.map(({ name, kind, grain, label, doc }) => ({
    name,
    kind,
    label,
    doc,
    ...(grain && { grain, grains: coarserThan(grain) }),
  })),
  measures: measures.map(({ name, kind, label, doc }) => ({ name, kind, label, doc })),
  derived: Object.entries(derived).map(([name, figure]) => ({ name, ...figure })),
  asOf,
  tables,
  links,
});

const statisticRoute = (source: Source): Route =>
  route({
    path: `/api/statistics/${source.name}`,
    summary: source.question.en,
    roles: 'signed-in',
    parameters: parametersOf(source),
    answer,
    read: async (asked, world, person) => {
      const query = queryOf(source, asked);
      const found = await answerFor(query, world, await scopeOf(person, world, 'statistics'));
      if (query.format === 'json') return json(found);
      return { kind: 'csv', text: csvText(csvOf(found)), file: `${source.name}.csv` };
    },
  });

/** The catalogue, and a route for each statistic. */
export const statisticRoutes: readonly Route[] = [catalogueRoute, ...sources.map(statisticRoute)];
