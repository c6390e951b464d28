import type { EChartsOption } from 'echarts';
import type { StatisticAnswer } from '#api/answers.ts';
import type { Ink } from '../../charts/ink.ts';
import { alongAxis, categories, figureOn, type Picture, room, values } from '../../charts/picture.ts';
import { dayOf, derivedOf, greatest } from '../../data/answer.ts';
import { eachMonth } from '../../data/calendar.ts';
import { numberColumn, textColumn } from '../../kit/table.ts';
import type { Speech } from '../../language/speech.ts';
import type { Filters } from '../filters/address.ts';
import type { Setting } from '../panel.ts';
import { rowsPath } from '../rows.ts';
import { ofMonth, statisticPanel, type Told } from '../statisticPanel.ts';

interface Month {
  readonly month: string;
  readonly rate: number | null;
  readonly sick: number;
  readonly available: number;
}

const behind = (filters: Filters): string => rowsPath('events', filters, { type: 'absence.sick.reported' });
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
  points: alongAxis(
    months.map(({ month, rate, sick, available }) => ({
      text: speech.text('sick.point', {
        month: speech.month(month),
        rate: speech.percent(rate),
        sick: speech.plural('unit.days', tenths(sick)),
        available: speech.number(available),
      }),
      href: behind(ofMonth(filters, month)),
    })),
  ),
  option: (ink, width) => draw(months, speech, ink, width),
});

function tell(answer: StatisticAnswer, setting: Setting): Told {
  const { text, sentence, month: named, number, plural, percent } = setting.speech;
  const months = monthsOf(answer, setting);
  const total = derivedOf(answer.total, 'sickRate');
  const worst = greatest(new Map(months.flatMap(({ month, rate }) => (rate === null ? [] : [[month, rate] as const]))));
  const said = {
    rate: percent(total.value),
    sick: plural('unit.days', tenths(total.numerator)),
    available: number(total.denominator),
    month: named(worst?.[0] ?? setting.period.from),
    monthRate: percent(worst?.[1] ?? null),
  };
  return {
    empty: total.denominator === 0,
    answer: sentence('sick.answer', said),
    headline: { label: text('sick.label'), value: said.rate, note: text('sick.note', said) },
    href: behind(setting.filters),
    picture: pictureOf(months, setting),
    table: {
      columns: [
        textColumn('month', text('month'), (value) => named(String(value))),
        numberColumn('sick', text('sick.sickDays'), number),
        numberColumn('available', text('sick.available'), number),
        numberColumn('rate', text('sick.label'), percent),
      ],
      rows: months.map((of) => ({ ...of })),
    },
  };
}

/** Sick days over scheduled days, both summed first. */
export const sickRate = statisticPanel({
  statistic: 'sick_rate',
  by: ['month'],
  span: 4,
  tables: ['absence_days', 'employees'],
  gap: 2000,
  tell,
});
