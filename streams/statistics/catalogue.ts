import { readdir } from 'node:fs/promises';
import type { DefinedStatistic } from './statistic.ts';

const machinery = ['catalogue.ts', 'statistic.ts', 'rowKey.ts', 'buckets.ts', 'labels.ts', 'sum.ts'];

const files = (await readdir(import.meta.dirname)).filter(
  (file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !machinery.includes(file),
);

const found: DefinedStatistic[] = [];
for (const file of files.sort()) found.push((await import(new URL(file, import.meta.url).href)).default);

/** Every statistic, one file each in this folder, by name. */
export const statistics: readonly DefinedStatistic[] = found;

const byName = new Map(statistics.map((statistic) => [statistic.name, statistic]));

/** The statistic of this name, e.g. `vacation_days`. */
export const statisticNamed = (name: string): DefinedStatistic | undefined => byName.get(name);
