import type { Field } from '#schemas/fields.ts';
import type { Text } from '#schemas/text.ts';
import { statistics } from '#statistics/catalogue.ts';
import { columnName, database, statisticTable } from '#tables/tables.ts';
import type { Grain } from '../answers.ts';
import type { Definition } from './definition.ts';
import { ownGrain } from './grain.ts';
import { views } from './views.ts';

/** A column that rows are keyed by, filtered by and grouped by. */
export interface KeyColumn {
  readonly name: string;
  /** In SQL. */
  readonly column: string;
  readonly kind: 'string' | 'int' | 'date' | 'instant';
  /** How coarse a date or an instant is kept; null for other kinds. */
  readonly grain: Grain | null;
  readonly label: Text;
  readonly doc: string;
}

/** A column that is summed. */
export interface Measure {
  readonly name: string;
  readonly column: string;
  readonly kind: 'count' | 'days';
  readonly label: Text;
  readonly doc: string;
}

/** What `/api/statistics/<name>` reads: a statistic's table, or a view. */
export interface Dataset extends Pick<Definition, 'name' | 'title' | 'question' | 'derived' | 'asOf'> {
  /** Quoted, with its database. */
  readonly from: string;
  /** Conditions of its own. */
  readonly where: readonly string[];
  /** Tables whose change makes its answers old. */
  readonly tables: readonly string[];
  readonly key: readonly KeyColumn[];
  readonly measures: readonly Measure[];
  /** The column that `asOf`, `from` and `to` cut by. */
  readonly time: KeyColumn | null;
  readonly links: Readonly<Record<string, string>>;
}

/** Reads a definition as a dataset. Throws when a field has a kind that no key or measure can have. */
function datasetOf(
  definition: Definition,
  place: Pick<Dataset, 'from' | 'where' | 'tables'>,
  links: Readonly<Record<string, string>>,
): Dataset {
  const key = Object.entries(definition.key).map(([name, field]) => keyColumn(name, field, definition.labels));
  const time = key.find(({ name }) => name === definition.asOf) ?? key.find(({ grain }) => grain !== null) ?? null;
  const { name, title, question, derived, asOf } = definition;
  return {
    name,
    title,
    question,
    ...place,
    key,
    measures: Object.entries(definition.measures).map(([measure, field]) =>
      measureColumn(measure, field, definition.labels),
    ),
    derived,
    time,
    asOf,
    links: { self: `/api/statistics/${name}`, csv: `/api/statistics/${name}?format=csv`, ...links },
  };
}

function keyColumn(name: string, { kind, doc }: Field<unknown>, labels: Definition['labels']): KeyColumn {
  if (kind !== 'string' && kind !== 'int' && kind !== 'date' && kind !== 'instant')
    throw new TypeError(`${name} is ${kind}: no key column of a statistic`);
  const grain = kind === 'date' || kind === 'instant' ? ownGrain(name, kind) : null;
  return { name, column: columnName(name), kind, grain, label: labelOf(name, labels), doc };
}

function measureColumn(name: string, { kind, doc }: Field<unknown>, labels: Definition['labels']): Measure {
  if (kind !== 'int' && kind !== 'days') throw new TypeError(`${name} is ${kind}: no measure`);
  const measure = kind === 'int' ? 'count' : 'days';
  return { name, column: columnName(name), kind: measure, label: labelOf(name, labels), doc };
}

const labelOf = (name: string, labels: Definition['labels']): Text => labels[name] ?? { en: name, uk: name };

/** A table of ours. Its rows are versions: the newest of each key counts, unless it is a tombstone. */
const newest = (table: string): Pick<Dataset, 'from' | 'where' | 'tables'> => ({
  from: `\`${database}\`.\`${table}\` FINAL`,
  where: ['_deleted = 0'],
  tables: [table],
});

/** Every dataset: the statistics of the catalogue, then the views. */
export const datasets: readonly Dataset[] = [
  ...statistics.map((statistic) =>
    datasetOf(statistic, newest(statisticTable(statistic.name)), { topic: statistic.row.topic }),
  ),
  ...views.map((view) =>
    datasetOf(view, { from: `\`${database}\`.\`${view.name}\``, where: [], tables: view.tables }, {}),
  ),
];

/** The dataset of this name, e.g. `vacation_days`. */
export const datasetNamed = (name: string): Dataset | undefined => datasets.find((dataset) => dataset.name === name);
