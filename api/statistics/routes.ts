import { catalogue, statisticAnswer } from '../answers.ts';
import { csvReply, type Route, route } from '../route.ts';
import { scopeOf } from '../scope.ts';
import type { World } from '../world.ts';
import { csvOf } from './answer.ts';
import { answerFor } from './answerFor.ts';
import { coarserThan } from './grain.ts';
import { parametersOf, queryOf } from './query.ts';
import { type Source, sources } from './source.ts';

const catalogueRoute = route({
  method: 'GET',
  path: '/api/statistics',
  summary: 'Every statistic: what it answers, what it is keyed by and what it sums.',
  roles: 'signed-in',
  answer: catalogue,
  handle: () => ({ statistics: sources.map(describe) }),
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

const statisticRoute = (world: World, source: Source): Route =>
  route({
    method: 'GET',
    path: `/api/statistics/${source.name}`,
    summary: source.question.en,
    roles: 'signed-in',
    query: parametersOf(source),
    answer: statisticAnswer,
    alternative: 'text/csv',
    handle: async ({ person, query }) => {
      const found = await answerFor(queryOf(source, query), world, await scopeOf(person, world, 'statistics'));
      return query.format === 'json' ? found : csvReply(source.name, csvOf(found));
    },
  });

/** The catalogue, and a route for each statistic. */
export const statisticRoutes = (world: World): readonly Route[] => [
  catalogueRoute,
  ...sources.map((source) => statisticRoute(world, source)),
];
