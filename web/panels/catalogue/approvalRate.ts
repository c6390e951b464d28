import type { EChartsOption } from 'echarts';
import type { StatisticAnswer } from '#api/answers.ts';
import type { Ink } from '../../charts/ink.ts';
import { bar, categories, figureOn, type Picture, room, values } from '../../charts/picture.ts';
import { dayOf, derivedOf, numberOf, totalOf } from '../../data/answer.ts';
import { eachMonth, monthEnd } from '../../data/calendar.ts';
import { numberColumn, type TableView, textColumn } from '../../kit/table.ts';
import type { Speech } from '../../language/speech.ts';
import { csvPath, ignoredBy, type PanelDefinition, type Setting, statisticPath, type View } from '../panel.ts';
import { rowsPath } from '../rows.ts';

interface Month {
  readonly month: string;
  readonly approved: number;
  readonly rejected: number;
  readonly rate: number | null;
}

const ask = (setting: Setting): string => statisticPath('approval_rate', ['decidedOn:month'], setting);

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
    { label: speech.text('approval.approved'), swatch: 'first' },
    { label: speech.text('approval.rejected'), swatch: 'second' },
  ],
  points: months.map(({ month, rate, approved, rejected }, index) => ({
    series: 0,
    index,
    text: speech.text('approval.point', {
      month: speech.month(month),
      rate: speech.percent(rate),
      approved: speech.number(approved),
      decisions: speech.plural('unit.decisions.of', approved + rejected),
    }),
    href: rowsPath('requests', { ...filters, period: { from: month, to: monthEnd(month) } }, { dated: 'decided' }),
  })),
  option: (ink, width) => draw(months, speech, ink, width),
});

function tableOf(months: readonly Month[], setting: Setting): TableView {
  const { text, month, number, percent } = setting.speech;
  return {
    csv: csvPath(ask(setting)),
    columns: [
      textColumn('month', text('approval.month'), (value) => month(String(value))),
      numberColumn('approved', text('approval.approved'), number),
      numberColumn('rejected', text('approval.rejected'), number),
      numberColumn('rate', text('approval.rate'), percent),
    ],
    rows: months.map((of) => ({ ...of })),
  };
}

function view(answers: readonly unknown[], setting: Setting): View {
  const { speech, filters, period } = setting;
  const answer = answers[0] as StatisticAnswer;
  const months = monthsOf(answer, setting);
  const approved = totalOf(answer, 'approved');
  const rejected = totalOf(answer, 'rejected');
  const decisions = speech.plural('unit.decisions', approved + rejected);
  const rate = speech.percent(derivedOf(answer.total, 'approvalRate').value);
  return {
    empty: approved + rejected === 0,
    answer: speech.sentence('approval.answer', { rate, decisions, rejected: speech.number(rejected) }),
    headline: {
      label: speech.text('approval.label'),
      value: rate,
      note: speech.text('approval.note', {
        approved: speech.number(approved),
        decisions: speech.plural('unit.decisions.of', approved + rejected),
      }),
    },
    period: speech.range(period.from, period.to),
    href: rowsPath('requests', filters, { dated: 'decided' }),
    picture: pictureOf(months, setting),
    table: tableOf(months, setting),
  };
}

/** The share of approvals among decisions, by the month of the decision. */
export const approvalRate: PanelDefinition = {
  id: 'approval-rate',
  statistic: 'approval_rate',
  span: 4,
  tables: ['statistics_approval_rate'],
  gap: 1000,
  ignores: ignoredBy,
  asks: (setting) => [ask(setting)],
  view,
};
