import type { EChartsOption } from 'echarts';
import type { StatisticAnswer } from '#api/answers.ts';
import type { Ink } from '../../charts/ink.ts';
import { alongAxis, bar, categories, type Picture, room, values } from '../../charts/picture.ts';
import { derivedOf, numberOf } from '../../data/answer.ts';
import { numberColumn } from '../../kit/table.ts';
import type { Speech } from '../../language/speech.ts';
import type { Setting } from '../panel.ts';
import { rowsPath } from '../rows.ts';
import { statisticPanel, type Told } from '../statisticPanel.ts';

interface Bucket {
  /** Upper bound in hours, included. */
  readonly bound: number;
  readonly decisions: number;
  /** Share of all decisions made by then. */
  readonly share: number;
}

function bucketsOf(answer: StatisticAnswer): readonly Bucket[] {
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
}

/** A quantile in hours, and what it is called. */
interface Named {
  readonly hours: number | null;
  readonly label: string;
}

/** Lines across the histogram at the buckets that the quantiles fall into; in one bucket they are one line. */
function marksOf(ink: Ink, buckets: readonly Bucket[], quantiles: readonly Named[]): readonly object[] {
  const placed = quantiles.map(({ hours, label }) => ({
    place: buckets.findIndex(({ bound }) => hours !== null && bound >= hours),
    label,
  }));
  return [...Map.groupBy(placed, ({ place }) => place)]
    .filter(([place]) => place >= 0)
    .map(([place, here]) => ({
      xAxis: place,
      label: {
        formatter: here.map(({ label }) => label).join(', '),
        color: ink.text,
        fontSize: 12,
        fontWeight: 600,
      },
      lineStyle: { color: ink.text, type: 'dashed', width: 1 },
    }));
}

/** The quantiles of all decisions, in hours. */
interface Quantiles {
  readonly p50: number | null;
  readonly p90: number | null;
}

function draw(buckets: readonly Bucket[], { p50, p90 }: Quantiles, speech: Speech, ink: Ink): EChartsOption {
  const names = buckets.map(({ bound }) => speech.shortHours(bound));
  const counts = buckets.map(({ decisions }) => decisions);
  const marks = marksOf(ink, buckets, [
    { hours: p50, label: speech.text('lead.half') },
    { hours: p90, label: speech.text('lead.ninety') },
  ]);
  return {
    grid: { ...room, top: 28 },
    xAxis: categories(ink, names),
    yAxis: { ...values(ink, speech.number), minInterval: 1 },
    series: [
      {
        ...bar(ink, ink.first, 'plain', counts),
        barCategoryGap: '12%',
        markLine: { silent: true, symbol: 'none', animation: false, data: [...marks] },
      },
    ],
  };
}

const pictureOf = (buckets: readonly Bucket[], all: number, quantiles: Quantiles, { speech }: Setting): Picture => ({
  trigger: 'axis',
  legend: [],
  points: alongAxis(
    buckets.map(({ bound, decisions, share }) => ({
      text: speech.text('lead.point', {
        bound: speech.hours(bound),
        decisions: speech.plural('unit.decisions', decisions),
        share: speech.percent(share),
        whole: speech.number(all),
      }),
    })),
  ),
  option: (ink) => draw(buckets, quantiles, speech, ink),
});

function tell(answer: StatisticAnswer, setting: Setting): Told {
  const { text, sentence, hours, number, plural, percent } = setting.speech;
  const buckets = bucketsOf(answer);
  const all = buckets.reduce((sum, { decisions }) => sum + decisions, 0);
  const quantiles = { p50: derivedOf(answer.total, 'p50').value, p90: derivedOf(answer.total, 'p90').value };
  const p50 = hours(quantiles.p50);
  const p90 = hours(quantiles.p90);
  return {
    empty: all === 0,
    answer: sentence('lead.answer', { p50, p90, decisions: plural('unit.decisions', all) }),
    headline: { label: text('lead.label'), value: p50, note: text('lead.note', { p90 }) },
    href: rowsPath('requests', setting.filters, { dated: 'decided' }),
    picture: pictureOf(buckets, all, quantiles, setting),
    table: {
      columns: [
        numberColumn('bound', text('lead.bucket'), hours),
        numberColumn('decisions', text('lead.decisions'), number),
        numberColumn('share', text('lead.share'), percent),
      ],
      rows: buckets.map((bucket) => ({ ...bucket })),
    },
  };
}

/** How long people wait for a decision: a histogram with the median and the ninetieth percentile. */
export const leadTime = statisticPanel({
  statistic: 'decision_lead_time',
  by: ['bucket'],
  span: 4,
  gap: 1000,
  tell,
});
