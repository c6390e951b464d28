import { categories, room, values } from '../charts/picture.ts';
import { dayOf, derivedOf, greatest } from '../data/answer.ts';
import type { StatisticAnswer } from '../data/contract.ts';
import { eachMonth, monthEnd } from '../filters/period.ts';
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

const ask = (setting: Setting): string => statisticPath('sick_rate', ['month'], setting);

const read = (answers: readonly unknown[], setting: Setting): View => {
  const { speech, filters, period } = setting;
  const answer = answers[0] as StatisticAnswer;
  const byMonth = new Map(answer.rows.map((row) => [dayOf(row, 'month'), derivedOf(row, 'sickRate')]));
  const months = eachMonth(period).map((month) => {
    const ratio = byMonth.get(month);
    return { month, rate: ratio?.value ?? null, sick: ratio?.numerator ?? 0, available: ratio?.denominator ?? 0 };
  });
  const total = derivedOf(answer.total, 'sickRate');
  const worst = greatest(new Map(months.flatMap(({ month, rate }) => (rate === null ? [] : [[month, rate] as const]))));
  const days = (value: number): string => speech.plural('unit.days', Math.round(value * 10) / 10);
  const said = {
    rate: speech.percent(total.value),
    sick: days(total.numerator),
    available: speech.number(total.denominator),
  };
  return {
    empty: total.denominator === 0,
    answer: speech.sentence('sick.answer', {
      ...said,
      month: speech.month(worst?.[0] ?? period.from),
      monthRate: speech.percent(worst?.[1] ?? null),
    }),
    headline: { label: speech.text('sick.label'), value: said.rate, note: speech.text('sick.note', said) },
    period: speech.range(period.from, period.to),
    href: rowsPath('events', filters, { type: 'absence.sick.reported' }),
    picture: {
      trigger: 'axis',
      legend: [],
      points: months.map(({ month, rate, sick, available }, index) => ({
        series: 0,
        index,
        text: speech.text('sick.point', {
          month: speech.month(month),
          rate: speech.percent(rate),
          sick: days(sick),
          available: speech.number(available),
        }),
        href: rowsPath(
          'events',
          { ...filters, period: { from: month, to: monthEnd(month) } },
          { type: 'absence.sick.reported' },
        ),
      })),
      option: (ink, width) => ({
        grid: { ...room, right: 16 },
        xAxis: {
          ...categories(
            ink,
            months.map(({ month }) => speech.shortMonth(month)),
          ),
          boundaryGap: false,
        },
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
            label: {
              show: width / months.length > 34,
              position: 'top',
              color: ink.text,
              fontSize: 12,
              fontWeight: 600,
              formatter: ({ value }: { value: unknown }) =>
                typeof value === 'number' ? speech.number(Math.round(value * 1000) / 10) : '',
            },
          },
        ],
      }),
    },
    table: {
      csv: csvPath(ask(setting)),
      columns: [
        textColumn('month', speech.text('sick.month'), (month) => speech.month(String(month))),
        numberColumn('sick', speech.text('sick.sickDays'), speech.number),
        numberColumn('available', speech.text('sick.available'), speech.number),
        numberColumn('rate', speech.text('sick.rate'), speech.percent),
      ],
      rows: months,
    },
  };
};

/** Sick days over scheduled days, both summed first. */
export const sickRate: PanelDefinition = {
  id: 'sick-rate',
  statistic: 'sick_rate',
  span: 4,
  tables: ['absence_days', 'employees', 'statistics_sick_days'],
  gap: 2000,
  ignores: ignoredBy,
  asks: (setting) => [ask(setting)],
  view: read,
};
