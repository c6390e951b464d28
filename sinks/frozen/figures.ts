import { statistics } from '#statistics/catalogue.ts';
import type { DefinedStatistic } from '#statistics/statistic.ts';
import { awaySource } from '#tables/frozen.ts';
import { columnName, database, statisticTable } from '#tables/tables.ts';
import type { View } from '#tables/views.ts';

/** Figures that are frozen: sums by key columns. */
export interface Figures {
  readonly name: string;
  /** A table, a view or a subquery. */
  readonly from: string;
  /** Column names; with `department` among them the sums are those of groups. */
  readonly key: readonly string[];
  readonly sums: readonly string[];
  /** The local day that says which month a row belongs to, in SQL. */
  readonly day: string;
}

function ofStatistic({ name, key, asOf, measures }: DefinedStatistic, zone: string): Figures {
  const time = asOf ?? Object.keys(key).find((column) => ['date', 'instant'].includes(key[column]?.kind ?? ''));
  if (time === undefined) throw new TypeError(`${name} has no date: nobody could say how many people are behind a row`);
  const column = `\`${columnName(time)}\``;
  return {
    name,
    from: `(SELECT * FROM \`${database}\`.\`${statisticTable(name)}\` FINAL WHERE _deleted = 0)`,
    key: Object.keys(key).map(columnName),
    sums: Object.keys(measures).map(columnName),
    day: key[time]?.kind === 'instant' ? `toDate32(toTimeZone(${column}, '${zone}'))` : column,
  };
}

const ofView = ({ name, key, sums }: View): Figures => ({
  name,
  from: `\`${database}\`.\`${name}\``,
  key,
  sums,
  day: `\`${key[0]}\``,
});

/** Everybody once, also who is sick on vacation. */
const away: Figures = {
  name: awaySource,
  from: `(
    SELECT day, department, uniqExact(employee_id) AS people, uniqExactIf(employee_id, kind = 'sick') AS sick
    FROM \`${database}\`.absence_days FINAL WHERE _deleted = 0 GROUP BY day, department)`,
  key: ['day', 'department'],
  sums: ['people', 'sick'],
  day: 'day',
};

/** All that is frozen: every statistic and every view, and who is away. */
export const frozenFigures = (views: readonly View[], zone: string): readonly Figures[] => [
  ...statistics.map((statistic) => ofStatistic(statistic, zone)),
  ...views.map(ofView),
  away,
];
