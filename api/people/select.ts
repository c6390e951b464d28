import { addDays, type LocalDate, localDate, monthOf, weekday } from '#lib/dates.ts';
import { formatMillionths } from '#lib/millionths.ts';
import { parseRowKey } from '#statistics/rowKey.ts';
import type { DefinedStatistic } from '#statistics/statistic.ts';
import { addSums, type Sum, type Sums } from '#statistics/sum.ts';
import type { Grain } from '../answers.ts';
import type { RawRow } from '../clickhouse.ts';
import type { KeyColumn } from '../statistics/dataset.ts';
import type { Grouping, Query } from '../statistics/query.ts';
import { bucketsOf } from '../statistics/sql.ts';

type Value = string | number;
type Key = Readonly<Record<string, Value>>;

/** What `statementOf` (statistics/sql.ts) would find in a table of these sums. */
export function select(query: Query, statistic: DefinedStatistic, sums: Sums, zone: string): RawRow[] {
  const groups = [
    ...query.by,
    ...bucketsOf(query.dataset, query.by).map((column) => ({ column, grain: column.grain })),
  ];
  const found = new Map<string, { readonly values: readonly Value[]; readonly sum: Sum }>();
  for (const [text, sum] of sums) {
    const key = parseRowKey(statistic, text);
    if (!isWanted(query, key, zone)) continue;
    const values = groups.map((grouping) => groupValue(grouping, key, zone));
    const name = JSON.stringify(values);
    const held = found.get(name);
    found.set(name, { values, sum: held ? addSums(held.sum, sum) : sum });
  }
  return [...found.values()].map(({ values, sum }) => rowOf(query, values, sum));
}

function isWanted({ dataset: { time }, filters, period }: Query, key: Key, zone: string): boolean {
  if (!filters.every(({ column, values }) => values.includes(key[column.name] ?? ''))) return false;
  if (!time) return true;
  const day = dayOf(time, key, zone);
  return (!period.from || day >= period.from) && (!period.to || day <= period.to);
}

/** The local day of a date or an instant. */
const dayOf = ({ name, kind }: KeyColumn, key: Key, zone: string): LocalDate =>
  kind === 'instant' ? localDate(Number(key[name]), zone) : String(key[name]);

const quarter = (day: LocalDate): LocalDate =>
  `${day.slice(0, 5)}${String(Number(day.slice(5, 7)) - ((Number(day.slice(5, 7)) - 1) % 3)).padStart(2, '0')}-01`;

/** The first day of the unit that a day lies in. */
const starts: Readonly<Record<Exclude<Grain, 'hour'>, (day: LocalDate) => LocalDate>> = {
  day: (day) => day,
  week: (day) => addDays(day, 1 - weekday(day)),
  month: monthOf,
  quarter,
  year: (day) => `${day.slice(0, 4)}-01-01`,
};

function groupValue({ column, grain }: Grouping, key: Key, zone: string): Value {
  const value = key[column.name] ?? '';
  if (grain === null) return value;
  if (grain === 'hour') return new Date(value).toISOString();
  return grain === column.grain ? value : starts[grain](dayOf(column, key, zone));
}

/** Named as in a statement: the groupings `k0`, …, the buckets `b0`, …, the sums `m0`, …. */
function rowOf({ by, dataset }: Query, values: readonly Value[], { measures }: Sum): RawRow {
  const keys = values.map((value, at) => [at < by.length ? `k${at}` : `b${at - by.length}`, value]);
  const sums = dataset.measures.map(({ kind }, at) => [
    `m${at}`,
    kind === 'days' ? formatMillionths(measures[at] ?? 0) : measures[at],
  ]);
  return Object.fromEntries([...keys, ...sums]);
}
