import { type Grain, grains } from '../answers.ts';

/** The grain in which a key column is kept: columns named `month` or `hour` hold these, dates days. */
export const ownGrain = (column: string, kind: 'date' | 'instant'): Grain =>
  column === 'month' || column === 'hour' ? column : kind === 'date' ? 'day' : 'hour';

/** Which grains a column kept in `own` can be read in: itself, and all that it adds up to. */
export const coarserThan = (own: Grain): readonly Grain[] =>
  grains.filter((grain) => grains.indexOf(grain) >= grains.indexOf(own) && !(grain === 'week' && own === 'month'));
