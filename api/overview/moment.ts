import { type LocalDate, localDate } from '#lib/dates.ts';
import { readQuery } from '#lib/http/query.ts';
import type { StatisticAnswer } from '../answers.ts';
import type { Snapshot } from '../privacy/snapshot.ts';
import type { Scope } from '../scope.ts';
import { answerFor } from '../statistics/answerFor.ts';
import { datasetNamed } from '../statistics/dataset.ts';
import { parametersOf, queryOf } from '../statistics/query.ts';
import type { World } from '../world.ts';

/** Whose figures are asked for, and of which day. */
export interface Moment {
  readonly world: World;
  readonly scope: Scope;
  readonly day: LocalDate;
  /** Epoch ms; of groups when their figures were frozen. */
  readonly now: number;
  readonly isToday: boolean;
}

/** The day asked for, else the day of now. */
export function momentOf(world: World, scope: Scope, asOf: LocalDate | undefined, snapshot: Snapshot | null): Moment {
  const now = snapshot?.frozenAt ?? world.clock.now();
  const today = localDate(now, world.zone);
  return { world, scope, day: asOf ?? today, now, isToday: (asOf ?? today) === today };
}

export const onDay = ({ day }: Moment) => ({ from: day, to: day });

/** What a statistic says within the scope; `asked` as in an address. */
export function statistic(
  { world, scope }: Moment,
  name: string,
  asked: Readonly<Record<string, string>>,
): Promise<StatisticAnswer> {
  const dataset = datasetNamed(name);
  if (!dataset) throw new Error(`${name} is no statistic`);
  const query = queryOf(dataset, readQuery(parametersOf(dataset), new URLSearchParams(asked)));
  return answerFor(query, world, scope);
}
