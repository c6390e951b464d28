import { z } from 'zod';
import { addDays, type LocalDate, monthOf } from '#lib/dates.ts';
import { day, impossible, instant, limit, many, text, whole } from '#lib/http/query.ts';
import type { Grain } from '../answers.ts';
import { format } from '../csv.ts';
import { badParameters } from '../problem.ts';
import type { Dataset, KeyColumn } from './dataset.ts';
import { coarserThan } from './grain.ts';

/** A column to group by; `grain` is null where the kind has none. */
export interface Grouping {
  readonly column: KeyColumn;
  readonly grain: Grain | null;
}

/** One of these values. */
export interface Filter {
  readonly column: KeyColumn;
  readonly values: readonly (string | number)[];
}

/** A closed interval; null: open on that side. */
export interface Period {
  readonly from: LocalDate | null;
  readonly to: LocalDate | null;
}

/** A question to a dataset, checked. */
export interface Query {
  readonly dataset: Dataset;
  readonly filters: readonly Filter[];
  /** What `from`, `to` and `asOf` together leave of the time column, in whole units of its grain. */
  readonly period: Period;
  /** As asked. */
  readonly from: LocalDate | null;
  readonly to: LocalDate | null;
  readonly asOf: LocalDate | null;
  readonly by: readonly Grouping[];
  readonly format: 'json' | 'csv';
  readonly limit: number;
}

const valueType = { string: text, int: whole, date: day, instant } as const;

const noDate = 'this statistic has no date to cut by';

/** The parameters that a dataset takes: its key columns, and the common ones. */
export function parametersOf(dataset: Dataset) {
  const { time, asOf, key } = dataset;
  const columns = key.map(({ name, kind, doc }) => [name, many(valueType[kind]).optional().describe(doc)]);
  return z.strictObject(Object.fromEntries(columns) as Readonly<Record<never, z.ZodType>>).extend({
    from: time ? dayOf(`First day of ${time.name}; of months those that it touches.`) : impossible(noDate),
    to: time ? dayOf(`Last day of ${time.name}, included.`) : impossible(noDate),
    asOf: asOf
      ? dayOf(`Leaves out what lies after this day by ${asOf}, with today’s knowledge of the rest.`)
      : impossible(noDate),
    by: groupingsType(dataset),
    format,
    limit: limit(10_000, 100_000),
  });
}

type Asked = z.output<ReturnType<typeof parametersOf>>;

const dayOf = (doc: string) => day.optional().describe(doc);

/** Everything that `by` may name. */
const groupingsOf = ({ key }: Dataset): string[] =>
  key.flatMap(({ name, grain }) => [name, ...(grain ? coarserThan(grain).map((coarse) => `${name}:${coarse}`) : [])]);

/** What was asked as a query. Problem 400 for a period that ends before it begins. */
export function queryOf(dataset: Dataset, asked: Asked): Query {
  const { from = null, to = null, asOf = null, by, format, limit } = asked;
  if (from && to && from > to)
    throw badParameters([{ field: 'to', value: to, message: `before the first day, ${from}` }]);
  const given = asked as Readonly<Record<string, unknown>>;
  const filters = dataset.key.flatMap((column) => {
    const values = given[column.name] as Filter['values'] | undefined;
    return values ? [{ column, values }] : [];
  });
  return { dataset, filters, from, to, asOf, period: periodOf(dataset, { from, to, asOf }), by, format, limit };
}

/** Reads lists of columns; each fault is named with what there is to group by. */
const groupingsType = (dataset: Dataset) =>
  z
    .array(z.string())
    .transform((lists, context) => {
      const groupings: Grouping[] = [];
      for (const value of lists.flatMap((list) => list.split(','))) {
        const found = grouping(dataset, value);
        const twice = groupings.some(({ column }) => column === found?.column);
        if (found && !twice) groupings.push(found);
        else context.addIssue({ code: 'custom', ...groupingFault(dataset, value, twice) });
      }
      return groupings;
    })
    .meta({ type: 'array', items: { type: 'string' } })
    .default([])
    .describe(
      `Columns to group by, several with commas; a date or an instant as column:grain. ${groupingsOf(dataset).join(', ')}`,
    );

const groupingFault = (dataset: Dataset, value: string, twice: boolean) =>
  twice
    ? { message: 'groups by this column a second time', params: { value } }
    : { message: 'nothing to group by', params: { value, possible: groupingsOf(dataset) } };

function grouping({ key }: Dataset, value: string): Grouping | undefined {
  const [name, coarse, ...more] = value.split(':');
  const column = key.find((candidate) => candidate.name === name);
  if (!column || more.length > 0) return undefined;
  if (coarse === undefined) return { column, grain: column.grain };
  const grain = column.grain && coarserThan(column.grain).find((candidate) => candidate === coarse);
  return grain ? { column, grain } : undefined;
}

/** Months count whole: a period, and an as-of day, take in every month that they touch. */
function periodOf({ time }: Dataset, { from, to, asOf }: Record<'from' | 'to' | 'asOf', LocalDate | null>): Period {
  const last = to && asOf ? (to < asOf ? to : asOf) : (to ?? asOf);
  if (time?.grain !== 'month') return { from, to: last };
  return { from: from && monthOf(from), to: last && monthEnd(last) };
}

const monthEnd = (date: LocalDate): LocalDate => addDays(monthOf(addDays(monthOf(date), 31)), -1);
