import type { Ink } from '../charts/ink.ts';
import { bar, categories, room, values } from '../charts/picture.ts';
import { derivedOf, numberOf } from '../data/answer.ts';
import type { StatisticAnswer } from '../data/contract.ts';
import {
  csvPath,
  ignoredBy,
  numberColumn,
  type PanelDefinition,
  rowsPath,
  type Setting,
  statisticPath,
  textColumn,
  type View,
} from './panel.ts';

const ask = (setting: Setting): string => statisticPath('decision_lead_time', ['bucket'], setting);

interface Bucket {
  /** Upper bound in hours, included. */
  readonly bound: number;
  readonly decisions: number;
  /** Share of all decisions made by then. */
  readonly share: number;
}

const bucketsOf = (answer: StatisticAnswer): readonly Bucket[] => {
  const sorted = answer.rows
    .map((row) => ({ bound: numberOf(row, 'bucket'), decisions: numberOf(row, 'decisions') }))
    .filter(({ decisions }) => decisions !== 0)
    .sort((a, b) => a.bound - b.bound);
  const all = sorted.reduce((sum, { decisions }) => sum + decisions, 0);
  let soFar = 0;
  return sorted.map((bucket) => {
    soFar += bucket.decisions;
    return { ...bucket, share: soFar / all };
  });
};

/** A line across the histogram at the bucket that a quantile falls into. */
const mark = (ink: Ink, buckets: readonly Bucket[], hours: number | null, label: string): readonly object[] => {
  const index = buckets.findIndex(({ bound }) => hours !== null && bound >= hours);
  if (index < 0) return [];
  return [
    {
      xAxis: index,
      label: { formatter: label, color: ink.text, fontSize: 12, fontWeight: 600 },
      lineStyle: { color: ink.text, type: 'dashed', width: 1 },
    },
  ];
};

const read = (answers: readonly unknown[], setting: Setting): View => {
  const { speech, filters, period } = setting;
  const answer = answers[0] as StatisticAnswer;
  const buckets = bucketsOf(answer);
  const all = buckets.reduce((sum, { decisions }) => sum + decisions, 0);
  const p50 = derivedOf(answer.total, 'p50').value;
  const p90 = derivedOf(answer.total, 'p90').value;
  const decisions = (count: number): string => speech.plural('unit.decisions', count);
  return {
    empty: all === 0,
    answer: speech.sentence('lead.answer', {
      p50: speech.hours(p50),
      p90: speech.hours(p90),
      decisions: decisions(all),
    }),
    headline: {
      label: speech.text('lead.label'),
      value: speech.hours(p50),
      note: speech.text('lead.note', { p90: speech.hours(p90) }),
    },
    period: speech.range(period.from, period.to),
    href: rowsPath('requests', filters, { dated: 'decided' }),
    picture: {
      trigger: 'axis',
      legend: [],
      points: buckets.map((bucket, index) => ({
        series: 0,
        index,
        text: speech.text('lead.point', {
          bound: speech.hours(bucket.bound),
          decisions: decisions(bucket.decisions),
          share: speech.percent(bucket.share),
          whole: speech.number(all),
        }),
      })),
      option: (ink) => ({
        grid: { ...room, top: 28 },
        xAxis: categories(
          ink,
          buckets.map(({ bound }) => speech.shortHours(bound)),
        ),
        yAxis: { ...values(ink, speech.number), minInterval: 1 },
        series: [
          {
            ...bar(
              ink,
              ink.first,
              'plain',
              buckets.map((bucket) => bucket.decisions),
            ),
            barCategoryGap: '12%',
            markLine: {
              silent: true,
              symbol: 'none',
              animation: false,
              data: [
                ...mark(ink, buckets, p50, speech.text('lead.half')),
                ...mark(ink, buckets, p90, speech.text('lead.ninety')),
              ],
            },
          },
        ],
      }),
    },
    table: {
      csv: csvPath(ask(setting)),
      columns: [
        textColumn('bound', speech.text('lead.bucket'), (bound) => speech.hours(Number(bound))),
        numberColumn('decisions', speech.text('lead.decisions'), speech.number),
        numberColumn('share', speech.text('lead.share'), speech.percent),
      ],
      rows: buckets.map((bucket) => ({ ...bucket })),
    },
  };
};

/** How long people wait for a decision: a histogram with the median and the ninetieth percentile. */
export const leadTime: PanelDefinition = {
  id: 'decision-lead-time',
  statistic: 'decision_lead_time',
  span: 4,
  tables: ['statistics_decision_lead_time'],
  gap: 1000,
  ignores: ignoredBy,
  asks: (setting) => [ask(setting)],
  view: read,
};
