import type { StatisticAnswer } from '#api/answers.ts';
import { type Picture, rankedBars } from '../../charts/picture.ts';
import { sumBy, textOf } from '../../data/answer.ts';
import { numberColumn, type TableView, textColumn } from '../../kit/table.ts';
import {
  csvPath,
  type Headline,
  ignoredBy,
  type PanelDefinition,
  type Setting,
  statisticPath,
  type View,
} from '../panel.ts';
import { rowsPath } from '../rows.ts';

/** The status in which a request waits for a decision. */
const waitingStatus = 'submitted';

interface Count {
  readonly status: string;
  readonly requests: number;
}

const ask = (setting: Setting): string => statisticPath('requests_by_status', ['status'], setting);

const countsOf = (answer: StatisticAnswer): readonly Count[] =>
  [...sumBy(answer.rows, (row) => textOf(row, 'status'), 'requests')]
    .map(([status, requests]) => ({ status, requests }))
    .filter(({ requests }) => requests !== 0)
    .sort((a, b) => b.requests - a.requests);

const pictureOf = (counts: readonly Count[], all: number, { speech, filters }: Setting): Picture => ({
  trigger: 'axis',
  legend: [],
  points: counts.map(({ status, requests }, index) => ({
    series: 0,
    index,
    text: speech.text('status.point', {
      status: speech.word('status', status),
      requests: speech.plural('unit.requests', requests),
      share: speech.percent(requests / all),
      whole: speech.number(all),
    }),
    href: rowsPath('requests', filters, { dated: 'submitted', status }),
  })),
  option: (ink) =>
    rankedBars(
      ink,
      counts.map(({ status, requests }) => ({
        name: speech.word('status', status),
        value: requests,
        colour: status === waitingStatus ? ink.second : ink.first,
      })),
      150,
      speech.number,
    ),
});

function tableOf(counts: readonly Count[], all: number, setting: Setting): TableView {
  const { text, word, number, percent } = setting.speech;
  return {
    csv: csvPath(ask(setting)),
    columns: [
      textColumn('status', text('request.status'), (status) => word('status', String(status))),
      numberColumn('requests', text('status.requests'), number),
      numberColumn('share', text('table.share'), percent),
    ],
    rows: counts.map(({ status, requests }) => ({ status, requests, share: requests / all })),
  };
}

const headlineOf = (waiting: string, requests: string, { speech, filters }: Setting): Headline => ({
  label: speech.text('status.label'),
  value: waiting,
  note: speech.text('status.note', { requests }),
  href: rowsPath('requests', filters, { dated: 'submitted', status: waitingStatus }),
});

function view(answers: readonly unknown[], setting: Setting): View {
  const { speech, filters, period } = setting;
  const counts = countsOf(answers[0] as StatisticAnswer);
  const all = counts.reduce((sum, { requests }) => sum + requests, 0);
  const waiting = speech.number(counts.find(({ status }) => status === waitingStatus)?.requests ?? 0);
  const requests = speech.plural('unit.requests', all);
  const [first] = counts;
  const top = speech.text('status.top', {
    share: speech.percent(all === 0 ? null : (first?.requests ?? 0) / all),
    status: speech.word('status', first?.status ?? '').toLocaleLowerCase(speech.locale),
  });
  return {
    empty: all === 0,
    answer: speech.sentence('status.answer', { waiting, requests, top }),
    headline: headlineOf(waiting, requests, setting),
    period: speech.range(period.from, period.to),
    href: rowsPath('requests', filters, { dated: 'submitted' }),
    picture: pictureOf(counts, all, setting),
    table: tableOf(counts, all, setting),
  };
}

/** Where the requests submitted in the period stand now. */
export const requestsByStatus: PanelDefinition = {
  id: 'requests-by-status',
  statistic: 'requests_by_status',
  span: 5,
  tables: ['statistics_requests_by_status'],
  ignores: ignoredBy,
  asks: (setting) => [ask(setting)],
  view,
};
