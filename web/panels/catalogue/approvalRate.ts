import type { EChartsOption } from 'echarts';
import type { StatisticAnswer } from '#api/answers.ts';
import type { Ink } from '../../charts/ink.ts';
import { alongAxis, bar, categories, figureOn, type Picture, room, values } from '../../charts/picture.ts';
import { dayOf, derivedOf, numberOf, totalOf } from '../../data/answer.ts';
import { eachMonth } from '../../data/calendar.ts';
import { numberColumn, textColumn } from '../../kit/table.ts';
import type { Speech } from '../../language/speech.ts';
import type { Setting } from '../panel.ts';
import { rowsPath } from '../rows.ts';
import { ofMonth, statisticPanel, type Told } from '../statisticPanel.ts';

interface Month {
  readonly month: string;
  readonly approved: number;
  readonly rejected: number;
  readonly rate: number | null;
}

function monthsOf(answer: StatisticAnswer, { period }: Setting): readonly Month[] {
  const byMonth = new Map(answer.rows.map((row) => [dayOf(row, 'decidedOn'), row]));
  return eachMonth(period).map((month) => {
    const row = byMonth.get(month) ?? {};
    return {
      month,
      approved: numberOf(row, 'approved'),
      rejected: numberOf(row, 'rejected'),
      rate: derivedOf(row, 'approvalRate').value,
    };
  });
}

const wholePercent = (speech: Speech, rate: number | null | undefined): string =>
  rate === null || rate === undefined ? '' : speech.percent(Math.round(rate * 100) / 100);

function draw(months: readonly Month[], speech: Speech, ink: Ink, width: number): EChartsOption {
  const names = months.map(({ month }) => speech.shortMonth(month));
  const approved = months.map((of) => of.approved);
  const rejected = months.map((of) => of.rejected);
  const label = figureOn(ink, 'top', (index) => wholePercent(speech, months[index]?.rate), width / months.length > 30);
  return {
    grid: room,
    xAxis: categories(ink, names),
    yAxis: { ...values(ink, speech.number), minInterval: 1 },
    series: [
      { ...bar(ink, ink.first, 'plain', approved), stack: 'decided' },
      { ...bar(ink, ink.second, 'stripes', rejected), stack: 'decided', label },
    ],
  };
}

const pictureOf = (months: readonly Month[], { speech, filters }: Setting): Picture => ({
  trigger: 'axis',
  legend: [
    { label: speech.text('status.approved'), swatch: 'first' },
    { label: speech.text('status.rejected'), swatch: 'second' },
  ],
  points: alongAxis(
    months.map(({ month, rate, approved, rejected }) => ({
      text: speech.text('approval.point', {
        month: speech.month(month),
        rate: speech.percent(rate),
        approved: speech.number(approved),
        decisions: speech.plural('unit.decisions.of', approved + rejected),
      }),
      href: rowsPath('requests', ofMonth(filters, month), { dated: 'decided' }),
    })),
  ),
  option: (ink, width) => draw(months, speech, ink, width),
});

function tell(answer: StatisticAnswer, setting: Setting): Told {
  const { text, sentence, month, number, plural, percent } = setting.speech;
  const months = monthsOf(answer, setting);
  const approved = totalOf(answer, 'approved');
  const rejected = totalOf(answer, 'rejected');
  const said = { approved: number(approved), decisions: plural('unit.decisions.of', approved + rejected) };
  const decisions = plural('unit.decisions', approved + rejected);
  const rate = percent(derivedOf(answer.total, 'approvalRate').value);
  return {
    empty: approved + rejected === 0,
    answer: sentence('approval.answer', { rate, decisions, rejected: number(rejected) }),
    headline: { label: text('approval.label'), value: rate, note: text('approval.note', said) },
    href: rowsPath('requests', setting.filters, { dated: 'decided' }),
    picture: pictureOf(months, setting),
    table: {
      columns: [
        textColumn('month', text('approval.month'), (value) => month(String(value))),
        numberColumn('approved', text('status.approved'), number),
        numberColumn('rejected', text('status.rejected'), number),
        numberColumn('rate', text('approval.label'), percent),
      ],
      rows: months.map((of) => ({ ...of })),
    },
  };
}

/** The share of approvals among decisions, by the month of the decision. */
export const approvalRate = statisticPanel({
  statistic: 'approval_rate',
  by: ['decidedOn:month'],
  span: 4,
  gap: 1000,
  tell,
});
