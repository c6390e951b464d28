import { bar, categories, room } from '../charts/picture.ts';
import { sumBy, textOf } from '../data/answer.ts';
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

const ask = (setting: Setting): string => statisticPath('failed_logins', ['reason'], setting);

const read = (answers: readonly unknown[], setting: Setting): View => {
  const { speech, filters, period } = setting;
  const sums = sumBy((answers[0] as StatisticAnswer).rows, (row) => textOf(row, 'reason'), 'failures');
  const bars = [...sums].filter(([, value]) => value !== 0).sort((a, b) => b[1] - a[1]);
  const all = bars.reduce((sum, [, value]) => sum + value, 0);
  const name = (reason: string): string => speech.word('reason', reason);
  const refusals = (value: number): string => speech.plural('unit.refusals', value);
  const [top] = bars;
  const href = rowsPath('events', filters, { type: 'auth.login.failed' });
  return {
    empty: all === 0,
    answer: speech.sentence('failed.answer', {
      refusals: refusals(all),
      share: speech.percent((top?.[1] ?? 0) / all),
      reason: name(top?.[0] ?? ''),
    }),
    headline: {
      label: speech.text('failed.label'),
      value: speech.number(all),
      note: speech.text('failed.note', { reason: name(top?.[0] ?? '–') }),
    },
    period: speech.range(period.from, period.to),
    href,
    picture: {
      trigger: 'axis',
      legend: [],
      points: bars.map(([reason, value], index) => ({
        series: 0,
        index,
        text: speech.text('failed.point', {
          reason: name(reason),
          refusals: refusals(value),
          share: speech.percent(value / all),
          whole: speech.number(all),
        }),
        href,
      })),
      option: (ink, width) => ({
        grid: { ...room, top: 4, right: 48 },
        xAxis: { type: 'value', show: false },
        yAxis: {
          ...categories(
            ink,
            bars.map(([reason]) => name(reason)),
          ),
          inverse: true,
          axisLine: { show: false },
          axisLabel: {
            color: ink.text,
            fontSize: 13,
            lineHeight: 16,
            width: width < 400 ? 110 : 190,
            overflow: 'break',
          },
        },
        series: [
          {
            ...bar(
              ink,
              ink.second,
              'plain',
              bars.map(([, value]) => value),
            ),
            barMaxWidth: 22,
            label: {
              show: true,
              position: 'right',
              color: ink.text,
              fontWeight: 600,
              formatter: ({ value }: { value: unknown }) => speech.number(Number(value)),
            },
          },
        ],
      }),
    },
    table: {
      csv: csvPath(ask(setting)),
      columns: [
        textColumn('reason', speech.text('failed.reason'), (reason) => name(String(reason))),
        numberColumn('failures', speech.text('failed.failures'), speech.number),
        numberColumn('share', speech.text('table.share'), speech.percent),
      ],
      rows: bars.map(([reason, value]) => ({ reason, failures: value, share: value / all })),
    },
  };
};

/** Why sign-ins were refused in the period. */
export const failedLogins: PanelDefinition = {
  id: 'failed-logins',
  statistic: 'failed_logins',
  span: 5,
  tables: ['statistics_failed_logins'],
  ignores: ignoredBy,
  asks: (setting) => [ask(setting)],
  view: read,
};
