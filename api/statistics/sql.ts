import type { Grain } from '../answers.ts';
import type { Statement } from '../clickhouse.ts';
import type { Dataset, KeyColumn } from './dataset.ts';
import type { Filter, Grouping, Query } from './query.ts';

const parameterType = { string: 'String', int: 'Int64', date: 'Date32', instant: 'Int64' } as const;

const starts: Readonly<Record<Exclude<Grain, 'hour' | 'day'>, string>> = {
  week: 'toMonday',
  month: 'toStartOfMonth',
  quarter: 'toStartOfQuarter',
  year: 'toStartOfYear',
};

const quoted = (column: string): string => `\`${column}\``;

/** The local day of a date or an instant. */
const localDay = ({ column, kind }: KeyColumn): string =>
  kind === 'instant' ? `toDate32(toTimeZone(${quoted(column)}, {zone:String}))` : quoted(column);

function groupSql({ column, grain }: Grouping): string {
  if (grain === null || grain === column.grain) return quoted(column.column);
  return grain === 'hour' || grain === 'day' ? localDay(column) : `${starts[grain]}(${localDay(column)})`;
}

/** Key columns that histograms are over, apart from those that are grouped by anyhow. */
export const bucketsOf = ({ derived, key }: Dataset, by: readonly Grouping[]): readonly KeyColumn[] =>
  key
    .filter(({ name }) => Object.values(derived).some((figure) => figure.kind === 'quantile' && figure.bucket === name))
    .filter((column) => by.every((grouping) => grouping.column !== column));

function filterSql({ column }: Filter, at: number): string {
  const value = column.kind === 'instant' ? `toUnixTimestamp64Milli(${quoted(column.column)})` : quoted(column.column);
  return `${value} IN {f${at}:Array(${parameterType[column.kind]})}`;
}

function periodSql({ dataset: { time }, period }: Query): string[] {
  if (!time) return [];
  const day = localDay(time);
  return [...(period.from ? [`${day} >= {from:Date32}`] : []), ...(period.to ? [`${day} <= {to:Date32}`] : [])];
}

/**
 * Sums by the groupings, `k0`, `k1`, …, then by the buckets of histograms, `b0`, …; the sums are `m0`, …. Aliases are
 * no column names, for in ClickHouse an alias would win over the column in WHERE.
 */
export function statementOf(query: Query, zone: string): Statement {
  const { dataset, by, filters, period } = query;
  const keys = by.map((grouping, at) => [groupSql(grouping), `k${at}`]);
  const buckets = bucketsOf(dataset, by).map(({ column }, at) => [quoted(column), `b${at}`]);
  const sums = dataset.measures.map(({ column }, at) => [`sum(${quoted(column)})`, `m${at}`]);
  const where = [...dataset.where, ...filters.map(filterSql), ...periodSql(query)];
  const groups = [...keys, ...buckets].map(([, alias]) => alias);
  const lines = [
    `SELECT ${[...keys, ...buckets, ...sums].map(([sql, alias]) => `${sql} AS ${alias}`).join(', ')}`,
    `FROM ${dataset.from}`,
    ...(where.length > 0 ? [`WHERE ${where.join(' AND ')}`] : []),
    ...(groups.length > 0 ? [`GROUP BY ${groups.join(', ')}`] : []),
  ];
  const values = Object.fromEntries(filters.map(({ values }, at) => [`f${at}`, values]));
  return { sql: lines.join('\n'), params: withoutNull({ ...values, from: period.from, to: period.to, zone }) };
}

const withoutNull = (params: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(params).filter(([, value]) => value !== null));
