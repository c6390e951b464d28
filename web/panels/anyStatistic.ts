import type { DerivedColumn, Figure, Row, StatisticAnswer, StatisticEntry } from '#api/answers.ts';
import { alongAxis, bar, categories, type Picture, room, values } from '../charts/picture.ts';
import { dayOf, derivedOf, greatest, numberOf, textOf } from '../data/answer.ts';
import { numberColumn, textColumn } from '../kit/table.ts';
import type { Segment } from '../language/message.ts';
import type { PanelDefinition, Setting } from './panel.ts';
import { rowsPath } from './rows.ts';
import { statisticPanel, type Told } from './statisticPanel.ts';

/**
 * The column a statistic nobody has drawn by hand is shown along: its histogram's bucket, else its months, else its
 * first key.
 */
function along(entry: StatisticEntry): { readonly by: string; readonly column: string; readonly kind: string } {
  const bucket = entry.key.find(({ name }) => name === 'bucket');
  const date = entry.key.find(({ kind }) => kind === 'date' || kind === 'instant');
  const column = bucket ?? date ?? entry.key[0] ?? { name: '', kind: 'string' };
  const coarse = column === date && date.name !== 'month';
  return {
    by: coarse ? `${column.name}:month` : column.name,
    column: column.name,
    kind: column === date ? 'date' : column.kind,
  };
}

/** Which day of a request the statistic's date is. */
function datedBy({ key }: StatisticEntry): Readonly<Record<string, string>> {
  if (key.some(({ name }) => name === 'submittedOn')) return { dated: 'submitted' };
  return key.some(({ name }) => name === 'decidedOn') ? { dated: 'decided' } : {};
}

interface Bar {
  readonly name: string;
  /** The name below its bar. */
  readonly short: string;
  readonly value: number;
  readonly ratio: Figure | null;
  readonly row: Row;
}

const ratioIn = ({ derived }: StatisticEntry): DerivedColumn | undefined =>
  derived.find(({ kind }) => kind === 'ratio');

const ratioOf = (entry: StatisticEntry): string | null => ratioIn(entry)?.name ?? null;

function barsOf(answer: StatisticAnswer, entry: StatisticEntry, { speech }: Setting): readonly Bar[] {
  const { column, kind } = along(entry);
  const ratio = ratioOf(entry);
  const rows = [...answer.rows].sort((a, b) =>
    kind === 'int' ? numberOf(a, column) - numberOf(b, column) : speech.compare(textOf(a, column), textOf(b, column)),
  );
  return rows.map((row) => ({
    name: kind === 'date' ? speech.monthYear(dayOf(row, column)) : textOf(row, column),
    short: kind === 'date' ? speech.shortMonth(dayOf(row, column)) : textOf(row, column),
    value: numberOf(row, entry.measures[0]?.name ?? ''),
    ratio: ratio === null ? null : derivedOf(row, ratio),
    row,
  }));
}

function quantity(value: number | null, unit: string | undefined, speech: Setting['speech']): string {
  if (value === null) return '–';
  return unit === 'hour'
    ? speech.hours(value)
    : unit === 'day'
      ? speech.plural('unit.days', value)
      : speech.number(value);
}

function sentence(
  answer: StatisticAnswer,
  entry: StatisticEntry,
  bars: readonly Bar[],
  { speech }: Setting,
): readonly Segment[] {
  const measure = entry.measures[0]?.label[speech.language] ?? '';
  const value = speech.number(bars.reduce((sum, bar) => sum + bar.value, 0));
  const ratio = ratioOf(entry);
  const total = ratio === null ? null : derivedOf(answer.total, ratio);
  if (total !== null)
    return speech.sentence('generic.ratio', {
      title: ratioIn(entry)?.title[speech.language] ?? measure,
      rate: speech.percent(total.value),
      part: speech.number(total.numerator),
      whole: speech.number(total.denominator),
    });
  const quantile = entry.derived.find((one) => one.kind === 'quantile');
  if (quantile !== undefined)
    return speech.sentence('generic.quantile', {
      title: quantile.title[speech.language],
      value: quantity(derivedOf(answer.total, quantile.name).value, quantile.unit, speech),
      whole: value,
    });
  const top = greatest(new Map(bars.map((bar) => [bar.name, bar.value])));
  return speech.sentence('generic.sum', {
    value,
    measure,
    top: top?.[0] ?? '–',
    topValue: speech.number(top?.[1] ?? 0),
  });
}

const pointText = ({ name, value, ratio }: Bar, { speech }: Setting): string =>
  ratio === null
    ? speech.text('generic.point', { name, value: speech.number(value) })
    : speech.text('generic.pointRatio', {
        name,
        rate: speech.percent(ratio.value),
        part: speech.number(ratio.numerator),
        whole: speech.number(ratio.denominator),
      });

function pictureOf(bars: readonly Bar[], setting: Setting): Picture {
  const { number, percent } = setting.speech;
  const isRatio = bars.some(({ ratio }) => ratio !== null);
  const names = bars.map(({ short }) => short);
  const shown = bars.map(({ value, ratio }) => (ratio === null ? value : ratio.value));
  return {
    trigger: 'axis',
    legend: [],
    points: alongAxis(bars.map((one) => ({ text: pointText(one, setting) }))),
    option: (ink) => ({
      grid: room,
      xAxis: categories(ink, names),
      yAxis: values(ink, isRatio ? percent : number),
      series: [bar(ink, ink.first, 'plain', shown)],
    }),
  };
}

function tableOf(entry: StatisticEntry, bars: readonly Bar[], { speech }: Setting) {
  const { key, measures, derived } = entry;
  const { column } = along(entry);
  const label = key.find(({ name }) => name === column)?.label[speech.language] ?? column;
  const ratios = derived.filter(({ kind }) => kind === 'ratio');
  return {
    columns: [
      textColumn('name', label),
      ...measures.map((measure) => numberColumn(measure.name, measure.label[speech.language], speech.number)),
      ...ratios.map(({ name, title }) => numberColumn(`=${name}`, title[speech.language], speech.percent)),
    ],
    rows: bars.map(({ name: shownName, row }) => ({
      ...Object.fromEntries(measures.map(({ name }) => [name, numberOf(row, name)])),
      ...Object.fromEntries(derived.map(({ name }) => [`=${name}`, derivedOf(row, name).value])),
      name: shownName,
    })),
  };
}

function tell(entry: StatisticEntry, answer: StatisticAnswer, setting: Setting): Told {
  const bars = barsOf(answer, entry, setting);
  return {
    empty: bars.every(({ value }) => value === 0),
    answer: sentence(answer, entry, bars, setting),
    href: rowsPath('requests', setting.filters, datedBy(entry)),
    picture: pictureOf(bars, setting),
    table: tableOf(entry, bars, setting),
  };
}

/** A panel for any statistic of the catalogue, so that a new one is on the page without a line written here. */
export const anyStatistic = (entry: StatisticEntry): PanelDefinition =>
  statisticPanel({
    statistic: entry.name,
    by: [along(entry).by],
    span: 4,
    tables: entry.tables,
    gap: 2000,
    tell: (answer, setting) => tell(entry, answer, setting),
  });
