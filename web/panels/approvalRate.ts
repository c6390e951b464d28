import { bar, categories, room, values } from '../charts/picture.ts';
import { dayOf, derivedOf, numberOf, totalOf } from '../data/answer.ts';
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

const ask = (setting: Setting): string => statisticPath('approval_rate', ['decidedOn:month'], setting);

const read = (answers: readonly unknown[], setting: Setting): View => {
  const { speech, filters, period } = setting;
  const answer = answers[0] as StatisticAnswer;
  const byMonth = new Map(answer.rows.map((row) => [dayOf(row, 'decidedOn'), row]));
  const months = eachMonth(period).map((month) => {
    const row = byMonth.get(month) ?? {};
    return {
      month,
      approved: numberOf(row, 'approved'),
      rejected: numberOf(row, 'rejected'),
      rate: derivedOf(row, 'approvalRate').value,
    };
  });
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
      note: speech.text('approval.note', { approved: speech.number(approved), decisions }),
    },
    period: speech.range(period.from, period.to),
    href: rowsPath('requests', filters, { dated: 'decided' }),
    picture: {
      trigger: 'axis',
      legend: [
        { label: speech.text('approval.approved'), swatch: 'first' },
        { label: speech.text('approval.rejected'), swatch: 'second' },
      ],
      points: months.map(({ month, ...of }, index) => ({
        series: 0,
        index,
        text: speech.text('approval.point', {
          month: speech.month(month),
          rate: speech.percent(of.rate),
          approved: speech.number(of.approved),
          decisions: speech.plural('unit.decisions', of.approved + of.rejected),
        }),
        href: rowsPath('requests', { ...filters, period: { from: month, to: monthEnd(month) } }, { dated: 'decided' }),
      })),
      option: (ink, width) => ({
        grid: room,
        xAxis: categories(
          ink,
          months.map(({ month }) => speech.shortMonth(month)),
        ),
        yAxis: { ...values(ink, speech.number), minInterval: 1 },
        series: [
          {
            ...bar(
              ink,
              ink.first,
              'plain',
              months.map((of) => of.approved),
            ),
            stack: 'decided',
          },
          {
            ...bar(
              ink,
              ink.second,
              'stripes',
              months.map((of) => of.rejected),
            ),
            stack: 'decided',
            label: {
              show: width / months.length > 30,
              position: 'top',
              color: ink.text,
              fontSize: 12,
              fontWeight: 600,
              formatter: ({ dataIndex }: { dataIndex: number }) => rounded(speech, months[dataIndex]?.rate ?? null),
            },
          },
        ],
      }),
    },
    table: {
      csv: csvPath(ask(setting)),
      columns: [
        textColumn('month', speech.text('approval.month'), (month) => speech.month(String(month))),
        numberColumn('approved', speech.text('approval.approved'), speech.number),
        numberColumn('rejected', speech.text('approval.rejected'), speech.number),
        numberColumn('rate', speech.text('approval.rate'), speech.percent),
      ],
      rows: months,
    },
  };
};

const rounded = (speech: Setting['speech'], rate: number | null): string =>
  rate === null ? '' : speech.percent(Math.round(rate * 100) / 100);

/** The share of approvals among decisions, by the month of the decision. */
export const approvalRate: PanelDefinition = {
  id: 'approval-rate',
  statistic: 'approval_rate',
  span: 4,
  tables: ['statistics_approval_rate'],
  gap: 1000,
  ignores: ignoredBy,
  asks: (setting) => [ask(setting)],
  view: read,
};
