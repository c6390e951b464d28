import { catalogue, statisticAnswer } from '../answers.ts';
import { csvText } from '../csv.ts';
import { json, type Route, route } from '../route.ts';
import { scopeOf } from '../scope.ts';
import { csvOf } from './answer.ts';
import { coarserThan } from './grain.ts';
import { parametersOf, queryOf } from './query.ts';
import { answerFor } from './reading.ts';
import { type Source, sources } from './source.ts';

const catalogueRoute = route({
  path: '/api/statistics',
  summary: 'Every statistic: what it answers, what it is keyed by and what it sums.',
  roles: 'signed-in',
  parameters: {},
  answer: catalogue,
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
    answer: statisticAnswer,
    read: async (asked, world, person) => {
      const query = queryOf(source, asked);
      const found = await answerFor(query, world, await scopeOf(person, world, 'statistics'));
      if (query.format === 'json') return json(found);
      return { kind: 'csv', text: csvText(csvOf(found)), file: `${source.name}.csv` };
    },
  });

/** The catalogue, and a route for each statistic. */
export const statisticRoutes: readonly Route[] = [catalogueRoute, ...sources.map(statisticRoute)];
