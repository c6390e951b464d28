import { bar, categories, room } from '../charts/picture.ts';
import { greatest, sumBy, textOf } from '../data/answer.ts';
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

/** The status in which a request waits for a decision. */
const waitingStatus = 'submitted';

const ask = (setting: Setting): string => statisticPath('requests_by_status', ['status'], setting);

const read = (answers: readonly unknown[], setting: Setting): View => {
  const { speech, filters, period } = setting;
  const sums = sumBy((answers[0] as StatisticAnswer).rows, (row) => textOf(row, 'status'), 'requests');
  const bars = [...sums].filter(([, value]) => value !== 0).sort((a, b) => b[1] - a[1]);
  const all = bars.reduce((sum, [, value]) => sum + value, 0);
  const waiting = sums.get(waitingStatus) ?? 0;
  const name = (status: string): string => speech.word('status', status);
  const requests = (value: number): string => speech.plural('unit.requests', value);
  const top = greatest(sums);
  return {
    empty: all === 0,
    answer: speech.sentence('status.answer', {
      waiting: speech.number(waiting),
      requests: requests(all),
      top: speech.text('status.top', {
        share: speech.percent((top?.[1] ?? 0) / all),
        status: name(top?.[0] ?? '').toLocaleLowerCase(speech.locale),
      }),
    }),
    headline: {
      label: speech.text('status.label'),
      value: speech.number(waiting),
      note: speech.text('status.note', { requests: requests(all) }),
      href: rowsPath('requests', filters, { dated: 'submitted', status: waitingStatus }),
    },
    period: speech.range(period.from, period.to),
    href: rowsPath('requests', filters, { dated: 'submitted' }),
    picture: {
      trigger: 'axis',
      legend: [],
      points: bars.map(([status, value], index) => ({
        series: 0,
        index,
        text: speech.text('status.point', {
          status: name(status),
          requests: requests(value),
          share: speech.percent(value / all),
          whole: speech.number(all),
        }),
        href: rowsPath('requests', filters, { dated: 'submitted', status }),
      })),
      option: (ink) => ({
        grid: { ...room, top: 4, right: 48 },
        xAxis: { type: 'value', show: false },
        yAxis: {
          ...categories(
            ink,
            bars.map(([status]) => name(status)),
          ),
          inverse: true,
          axisLine: { show: false },
          axisLabel: { color: ink.text, fontSize: 13 },
        },
        series: [
          {
            ...bar(
              ink,
              ink.first,
              'plain',
              bars.map(([status, value]) => ({
                value,
                itemStyle: { color: status === waitingStatus ? ink.second : ink.first },
              })),
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
        textColumn('status', speech.text('request.status'), (status) => name(String(status))),
        numberColumn('requests', speech.text('status.requests'), speech.number),
        numberColumn('share', speech.text('table.share'), speech.percent),
      ],
      rows: bars.map(([status, value]) => ({ status, requests: value, share: value / all })),
    },
  };
};

/** Where the requests submitted in the period stand now. */
export const requestsByStatus: PanelDefinition = {
  id: 'requests-by-status',
  statistic: 'requests_by_status',
  span: 5,
  tables: ['statistics_requests_by_status'],
  ignores: ignoredBy,
  asks: (setting) => [ask(setting)],
  view: read,
};
