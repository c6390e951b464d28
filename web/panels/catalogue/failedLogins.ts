import type { StatisticAnswer } from '#api/answers.ts';
import { type Picture, rankedBars } from '../../charts/picture.ts';
import { sumBy, textOf } from '../../data/answer.ts';
import { numberColumn, type TableView, textColumn } from '../../kit/table.ts';
import { csvPath, ignoredBy, type PanelDefinition, type Setting, statisticPath, type View } from '../panel.ts';
import { rowsPath } from '../rows.ts';

interface Cause {
  readonly reason: string;
  readonly failures: number;
}

const ask = (setting: Setting): string => statisticPath('failed_logins', ['reason'], setting);
const behind = ({ filters }: Setting): string => rowsPath('events', filters, { type: 'auth.login.failed' });

const causesOf = (answer: StatisticAnswer): readonly Cause[] =>
  [...sumBy(answer.rows, (row) => textOf(row, 'reason'), 'failures')]
    .map(([reason, failures]) => ({ reason, failures }))
    .filter(({ failures }) => failures !== 0)
    .sort((a, b) => b.failures - a.failures);

function pictureOf(causes: readonly Cause[], all: number, setting: Setting): Picture {
  const { speech } = setting;
  return {
    trigger: 'axis',
    legend: [],
    points: causes.map(({ reason, failures }, index) => ({
      series: 0,
      index,
      text: speech.text('failed.point', {
        reason: speech.word('reason', reason),
        refusals: speech.plural('unit.refusals', failures),
        share: speech.percent(failures / all),
        whole: speech.number(all),
      }),
      href: behind(setting),
    })),
    option: (ink, width) =>
      rankedBars(
        ink,
        causes.map(({ reason, failures }) => ({
          name: speech.word('reason', reason),
          value: failures,
          colour: ink.second,
        })),
        width < 400 ? 110 : 190,
        speech.number,
      ),
  };
}

function tableOf(causes: readonly Cause[], all: number, setting: Setting): TableView {
  const { text, word, number, percent } = setting.speech;
  return {
    csv: csvPath(ask(setting)),
    columns: [
      textColumn('reason', text('failed.reason'), (reason) => word('reason', String(reason))),
      numberColumn('failures', text('failed.failures'), number),
      numberColumn('share', text('table.share'), percent),
    ],
    rows: causes.map(({ reason, failures }) => ({ reason, failures, share: failures / all })),
  };
}

function view(answers: readonly unknown[], setting: Setting): View {
  const { speech, period } = setting;
  const causes = causesOf(answers[0] as StatisticAnswer);
  const all = causes.reduce((sum, { failures }) => sum + failures, 0);
  const [top] = causes;
  const reason = top === undefined ? '–' : speech.word('reason', top.reason);
  const share = speech.percent(top === undefined ? null : top.failures / all);
  return {
    empty: all === 0,
    answer: speech.sentence('failed.answer', { refusals: speech.plural('unit.refusals', all), share, reason }),
    headline: {
      label: speech.text('failed.label'),
      value: speech.number(all),
      note: speech.text('failed.note', { reason }),
    },
    period: speech.range(period.from, period.to),
    href: behind(setting),
    picture: pictureOf(causes, all, setting),
    table: tableOf(causes, all, setting),
  };
}

/** Why sign-ins were refused in the period. */
export const failedLogins: PanelDefinition = {
  id: 'failed-logins',
  statistic: 'failed_logins',
  span: 5,
  tables: ['statistics_failed_logins'],
  ignores: ignoredBy,
  asks: (setting) => [ask(setting)],
  view,
};
