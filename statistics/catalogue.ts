import { defaultsOf } from '#lib/folder.ts';
import type { DefinedStatistic } from './statistic.ts';

/** Every statistic, one file each in `catalogue/`, by name. */
export const statistics = await defaultsOf<DefinedStatistic>(new URL('./catalogue/', import.meta.url));

const byName = new Map(statistics.map((statistic) => [statistic.name, statistic]));

/** The statistic of this name, e.g. `vacation_days`. */
export const statisticNamed = (name: string): DefinedStatistic | undefined => byName.get(name);
