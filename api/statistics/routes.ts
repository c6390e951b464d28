import { catalogue, statisticAnswer } from '../answers.ts';
import { csvReply, type Route, signedIn } from '../route.ts';
import { scopeOf } from '../scope.ts';
import type { World } from '../world.ts';
import { csvOf } from './answer.ts';
import { answerFor } from './answerFor.ts';
import { type Dataset, datasets } from './dataset.ts';
import { coarserThan } from './grain.ts';
import { parametersOf, queryOf } from './query.ts';

const catalogueRoute = signedIn.get('/statistics', {
  summary: 'Every statistic: what it answers, what it is keyed by and what it sums.',
  answer: catalogue,
  handle: () => ({ statistics: datasets.map(describe) }),
});

const describe = ({ name, title, question, key, measures, derived, asOf, tables, links }: Dataset) => ({
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

const statisticRoute = (world: World, dataset: Dataset): Route =>
  signedIn.get(`/statistics/${dataset.name}`, {
    summary: dataset.question.en,
    query: parametersOf(dataset),
    answer: statisticAnswer,
    alternative: 'text/csv',
    handle: async ({ person, query }) => {
      const found = await answerFor(queryOf(dataset, query), world, await scopeOf(person, world, 'statistics'));
      return query.format === 'json' ? found : csvReply(dataset.name, csvOf(found));
    },
  });

/** The catalogue, and a route for each statistic. */
export const statisticRoutes = (world: World): readonly Route[] => [
  catalogueRoute,
  ...datasets.map((dataset) => statisticRoute(world, dataset)),
];
