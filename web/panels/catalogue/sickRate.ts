import type { EChartsOption } from 'echarts';
import type { StatisticAnswer } from '#api/answers.ts';
import type { Ink } from '../../charts/ink.ts';
import { categories, figureOn, type Picture, room, values } from '../../charts/picture.ts';
import { dayOf, derivedOf, greatest } from '../../data/answer.ts';
import { eachMonth, monthEnd } from '../../data/calendar.ts';
import { numberColumn, type TableView, textColumn } from '../../kit/table.ts';
import type { Speech } from '../../language/speech.ts';
import { csvPath, ignoredBy, type PanelDefinition, type Setting, statisticPath, type View } from '../panel.ts';
import { rowsPath } from '../rows.ts';

interface Month {
  readonly month: string;
  readonly rate: number | null;
  readonly sick: number;
  readonly available: number;
}

const ask = (setting: Setting): string => statisticPath('sick_rate', ['month'], setting);
const tenths = (value: number): number => Math.round(value * 10) / 10;

function monthsOf(answer: StatisticAnswer, { period }: Setting): readonly Month[] {
  const byMonth = new Map(answer.rows.map((row) => [dayOf(row, 'month'), derivedOf(row, 'sickRate')]));
  return eachMonth(period).map((month) => {
    const ratio = byMonth.get(month);
    return { month, rate: ratio?.value ?? null, sick: ratio?.numerator ?? 0, available: ratio?.denominator ?? 0 };
  });
}

function draw(months: readonly Month[], speech: Speech, ink: Ink, width: number): EChartsOption {
  const names = months.map(({ month }) => speech.shortMonth(month));
  function figure(index: number): string {
    const rate = months[index]?.rate ?? null;
    return rate === null ? '' : speech.number(tenths(rate * 100));
  }
  return {
    grid: { ...room, right: 16 },
    xAxis: { ...categories(ink, names), boundaryGap: false },
    yAxis: { ...values(ink, speech.percent), min: 0 },
    series: [
      {
        type: 'line',
        data: months.map(({ rate }) => rate),
        connectNulls: false,
        lineStyle: { color: ink.second, width: 2 },
        itemStyle: { color: ink.second, borderColor: ink.surface, borderWidth: 2 },
        areaStyle: { color: ink.second, opacity: 0.12 },
        symbol: 'circle',
        symbolSize: 9,
        emphasis: { disabled: true },
        label: figureOn(ink, 'top', figure, width / months.length > 30),
      },
    ],
  };
}

const pictureOf = (months: readonly Month[], { speech, filters }: Setting): Picture => ({
  trigger: 'axis',
  legend: [],
  points: months.map(({ month, rate, sick, available }, index) => ({
    series: 0,
    index,
    text: speech.text('sick.point', {
      month: speech.month(month),
      rate: speech.percent(rate),
      sick: speech.plural('unit.days', tenths(sick)),
      available: speech.number(available),
    }),
    href: rowsPath(
      'events',
      { ...filters, period: { from: month, to: monthEnd(month) } },
      { type: 'absence.sick.reported' },
    ),
  })),
  option: (ink, width) => draw(months, speech, ink, width),
});

function tableOf(months: readonly Month[], setting: Setting): TableView {
  const { text, month, number, percent } = setting.speech;
  return {
    csv: csvPath(ask(setting)),
    columns: [
      textColumn('month', text('sick.month'), (value) => month(String(value))),
      numberColumn('sick', text('sick.sickDays'), number),
      numberColumn('available', text('sick.available'), number),
      numberColumn('rate', text('sick.rate'), percent),
    ],
    rows: months.map((of) => ({ ...of })),
  };
}

function view(answers: readonly unknown[], setting: Setting): View {
  const { speech, filters, period } = setting;
  const answer = answers[0] as StatisticAnswer;
  const months = monthsOf(answer, setting);
  const total = derivedOf(answer.total, 'sickRate');
  const worst = greatest(new Map(months.flatMap(({ month, rate }) => (rate === null ? [] : [[month, rate] as const]))));
  const said = {
    rate: speech.percent(total.value),
    sick: speech.plural('unit.days', tenths(total.numerator)),
    available: speech.number(total.denominator),
    month: speech.month(worst?.[0] ?? period.from),
    monthRate: speech.percent(worst?.[1] ?? null),
  };
  return {
    empty: total.denominator === 0,
    answer: speech.sentence('sick.answer', said),
    headline: { label: speech.text('sick.label'), value: said.rate, note: speech.text('sick.note', said) },
    period: speech.range(period.from, period.to),
    href: rowsPath('events', filters, { type: 'absence.sick.reported' }),
    picture: pictureOf(months, setting),
    table: tableOf(months, setting),
  };
}

/** Sick days over scheduled days, both summed first. */
export const sickRate: PanelDefinition = {
  id: 'sick-rate',
  statistic: 'sick_rate',
  span: 4,
  tables: ['absence_days', 'employees'],
  gap: 2000,
  ignores: ignoredBy,
  asks: (setting) => [ask(setting)],
  view,
};
