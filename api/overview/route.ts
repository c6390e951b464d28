import { z } from 'zod';
import { day } from '#lib/http/query.ts';
import { type Overview, overview } from '../answers.ts';
import { newestSnapshot } from '../privacy/snapshot.ts';
import { type Route, signedIn } from '../route.ts';
import { scopeOf } from '../scope.ts';
import type { World } from '../world.ts';
import { counts } from './counts.ts';
import { countsOfGroups } from './countsOfGroups.ts';
import * as figures from './figures.ts';
import { type Moment, momentOf } from './moment.ts';

export const overviewRoute = (world: World): Route =>
  signedIn.get('/overview', {
    summary: 'The figures at the head of the page, each with its period.',
    query: z.strictObject({ asOf: day.optional().describe('The day to look at; else today.') }),
    answer: overview,
    handle: async ({ person, query }) => {
      const scope = await scopeOf(person, world, 'statistics');
      const snapshot = scope.kind === 'aggregates' ? await newestSnapshot(world) : null;
      const moment = momentOf(world, scope, query.asOf, snapshot);
      const found = await overviewOf(moment, snapshot ? countsOfGroups : counts);
      return snapshot ? { ...found, frozenAt: found.computedAt } : found;
    },
  });

async function overviewOf(moment: Moment, counted: typeof counts): Promise<Overview> {
  const readers = { ...counted, ...figures };
  const reading = Object.entries(readers).map(async ([name, read]) => [name, await read(moment)]);
  const found: Pick<Overview, keyof typeof readers> = Object.fromEntries(await Promise.all(reading));
  return { asOf: moment.day, computedAt: new Date(moment.now).toISOString(), ...found };
}
