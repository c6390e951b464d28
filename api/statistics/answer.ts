import { oneDay, parseMillionths } from '#lib/millionths.ts';
import type { Column, Figure, Row, StatisticAnswer, Text } from '../answers.ts';
import type { RawRow } from '../clickhouse.ts';
import type { Cell as CsvCell, CsvTable } from '../csv.ts';
import type { Dataset, KeyColumn, Measure } from './dataset.ts';
import { addAll, figureOf, type Part } from './figures.ts';
import type { Grouping, Query } from './query.ts';
import { bucketsOf } from './sql.ts';

/** What the rows of a statement (sql.ts) say to the query. `at`: epoch ms. */
export function answerOf(query: Query, rows: readonly RawRow[], at: number): StatisticAnswer {
  const { dataset, by, filters, asOf, limit, period } = query;
  const parts = rows.map((row) => partOf(query, row));
  const groups = grouped(by, rows, parts);
  return {
    name: dataset.name,
    asOf,
    filters: Object.fromEntries(filters.map(({ column, values }) => [column.name, values.map(shownValue(column))])),
    period: dataset.time && { column: dataset.time.name, ...period },
    by: by.map(({ column, grain }) => (grain && grain !== column.grain ? `${column.name}:${grain}` : column.name)),
    columns: [...by.map(keyColumn), ...dataset.measures.map(measureColumn), ...figureColumns(dataset, by)],
    rows: groups.slice(0, limit).map(({ key, parts }) => ({ ...key, ...measured(dataset, parts, by) })),
    total: measured(dataset, parts, []),
    truncated: groups.length > limit,
    notes: notesOf(query),
    computedAt: new Date(at).toISOString(),
  };
}

const shownValue =
  ({ kind }: KeyColumn) =>
  (value: string | number): string | number =>
    kind === 'instant' ? new Date(value).toISOString() : value;

function partOf({ dataset, by }: Query, row: RawRow): Part {
  const sums = dataset.measures.map(({ name, kind }, at) => [name, wholeUnits(kind, row[`m${at}`])]);
  const buckets = bucketsOf(dataset, by).map(({ name }, at) => [name, Number(row[`b${at}`])]);
  const groupedBy = by.flatMap(({ column }, at) =>
    column.kind === 'int' ? [[column.name, Number(row[`k${at}`])]] : [],
  );
  return { sums: Object.fromEntries(sums), buckets: Object.fromEntries([...buckets, ...groupedBy]) };
}

/** Counts as they are, days in millionths. RangeError when they are not exact. */
function wholeUnits(kind: Measure['kind'], value: unknown): number {
  const number = kind === 'days' ? parseMillionths(String(value)) : Number(value);
  if (number !== undefined && Number.isSafeInteger(number)) return number;
  throw new RangeError(`${String(value)} is no exact sum`);
}

interface Group {
  readonly key: Readonly<Record<string, string | number>>;
  readonly parts: Part[];
}

/** Parts by key, in the order of the key's values. Without groupings one group, also of nothing. */
function grouped(by: readonly Grouping[], rows: readonly RawRow[], parts: readonly Part[]): Group[] {
  if (by.length === 0) return [{ key: {}, parts: [...parts] }];
  const groups = new Map<string, Group>();
  rows.forEach((row, at) => {
    const key = Object.fromEntries(by.map(({ column }, k) => [column.name, keyValue(column, row[`k${k}`])]));
    const text = JSON.stringify(key);
    const group = groups.get(text) ?? { key, parts: [] };
    const part = parts[at];
    if (part) group.parts.push(part);
    groups.set(text, group);
  });
  const names = by.map(({ column }) => column.name);
  return [...groups.values()].sort((a, b) => compareKeys(names, a.key, b.key));
}

const keyValue = ({ kind }: KeyColumn, value: unknown): string | number =>
  kind === 'int' ? Number(value) : String(value);

function compareKeys(names: readonly string[], a: Group['key'], b: Group['key']): number {
  for (const name of names) {
    const left = a[name] ?? '';
    const right = b[name] ?? '';
    if (left !== right) return left < right ? -1 : 1;
  }
  return 0;
}

/** Measures and figures of a row. */
function measured(dataset: Dataset, parts: readonly Part[], by: readonly Grouping[]): Row {
  const kinds = new Map(dataset.measures.map(({ name, kind }) => [name, kind]));
  const shown = (name: string, sum: number) => (kinds.get(name) === 'days' ? sum / oneDay : sum);
  return {
    ...Object.fromEntries(dataset.measures.map(({ name }) => [name, shown(name, addAll(parts, name))])),
    ...Object.fromEntries(figures(dataset, by).map(([name, figure]) => [name, figureOf(figure, parts, shown)])),
  };
}

/** A quantile over the very column that rows are grouped by would say nothing. */
const figures = ({ derived }: Dataset, by: readonly Grouping[]) =>
  Object.entries(derived).filter(
    ([, figure]) => figure.kind === 'ratio' || by.every(({ column }) => column.name !== figure.bucket),
  );

const keyColumn = ({ column: { name, kind, label }, grain }: Grouping): Column => ({
  name,
  kind: grain === null ? kind : grain === 'hour' ? 'instant' : 'date',
  label,
  ...(grain && { grain }),
});

const measureColumn = ({ name, kind, label }: Measure): Column => ({ name, kind, label });

const figureColumns = (dataset: Dataset, by: readonly Grouping[]): Column[] =>
  figures(dataset, by).map(([name, figure]) => ({
    name,
    kind: figure.kind,
    label: figure.title,
    ...(figure.kind === 'quantile' && { unit: figure.unit }),
  }));

const wholeMonths: Text = {
  en: 'Months are whole: the period and the as-of day take in every month that they touch.',
  uk: 'Місяці рахуються цілими: період і дата «станом на» охоплюють кожен місяць, якого торкаються.',
};

const todaysKnowledge: Text = {
  en: 'As of a day leaves out what lies after it; what lies before is counted as it is known today.',
  uk: '«Станом на» відкидає те, що після цього дня; решту пораховано за тим, що відомо сьогодні.',
};

const notesOf = ({ dataset: { time }, from, to, asOf }: Query): Text[] => [
  ...(asOf ? [todaysKnowledge] : []),
  ...(time?.grain === 'month' && (from || to || asOf) ? [wholeMonths] : []),
];

/** An answer as a table with comments; of ratios and quantiles also numerator and denominator. */
export function csvOf(answer: StatisticAnswer): CsvTable {
  const { name, asOf, filters, period, by, columns, rows, truncated, notes, computedAt, frozenAt, suppressed } = answer;
  const cells = columns.flatMap(({ name, kind }) =>
    kind === 'ratio' || kind === 'quantile'
      ? figureCells(name)
      : [{ head: name, cell: (row: Row) => row[name] as CsvCell }],
  );
  return {
    comments: [
      `statistic: ${name}`,
      `as of: ${asOf ?? computedAt}`,
      ...(period ? [`${period.column}: ${period.from ?? 'the beginning'} to ${period.to ?? 'the end'}`] : []),
      ...Object.entries(filters).map(
        ([column, values]) => `${column}: ${values.map((v) => JSON.stringify(v)).join(', ')}`,
      ),
      `by: ${by.join(', ') || 'nothing'}`,
      `computed at: ${computedAt}`,
      ...(frozenAt ? [`frozen at: ${frozenAt}`, `departments not shown by themselves: ${suppressed ?? 0}`] : []),
      ...(truncated ? [`cut after ${rows.length} rows`] : []),
      ...notes.map(({ en }) => en),
    ],
    head: cells.map(({ head }) => head),
    rows: rows.map((row) => cells.map(({ cell }) => cell(row))),
  };
}

function figureCells(name: string) {
  const of = (part: keyof Figure) => (row: Row) => (row[name] as Figure)[part];
  return [
    { head: name, cell: of('value') },
    { head: `${name}.numerator`, cell: of('numerator') },
    { head: `${name}.denominator`, cell: of('denominator') },
  ];
}
