import type { StatisticAnswer } from '#api/answers.ts';
import type { Ink } from '../charts/ink.ts';
import { alongAxis, type Picture, rankedBars } from '../charts/picture.ts';
import { sumBy, textOf } from '../data/answer.ts';
import { numberColumn, textColumn } from '../kit/table.ts';
import type { PluralKey, TextKey } from '../language/message.ts';
import type { PanelDefinition, Setting } from './panel.ts';
import { statisticPanel, type Told } from './statisticPanel.ts';

/** A value of the column, and how often it comes. */
export interface Ranked {
  readonly value: string;
  readonly count: number;
}

interface Ranking {
  readonly statistic: string;
  /** Its values have their words under its name. */
  readonly column: string;
  readonly measure: string;
  readonly unit: PluralKey;
  /** What the columns of the table are called. */
  readonly headings: { readonly value: TextKey; readonly count: TextKey };
  readonly colour: (ink: Ink, value: string) => string;
  readonly nameWidth: (width: number) => number;
  /** Where the rows behind a value are; behind all of them. */
  readonly behind: (setting: Setting, value?: string) => string;
  readonly say: (ranks: readonly Ranked[], all: number, setting: Setting) => Pick<Told, 'answer' | 'headline'>;
}

/** The most frequent first. */
const ranksOf = ({ rows }: StatisticAnswer, { column, measure }: Ranking): readonly Ranked[] =>
  [...sumBy(rows, (row) => textOf(row, column), measure)]
    .map(([value, count]) => ({ value, count }))
    .filter(({ count }) => count !== 0)
    .sort((a, b) => b.count - a.count);

function pictureOf(ranking: Ranking, ranks: readonly Ranked[], all: number, setting: Setting): Picture {
  const { text, word, plural, percent, number } = setting.speech;
  const { column, unit, behind, colour, nameWidth } = ranking;
  const named = ranks.map(({ value, count }) => ({ value, count, name: word(column, value) }));
  const points = named.map(({ value, count, name }) => ({
    text: text('point.share', { name, count: plural(unit, count), share: percent(count / all), whole: number(all) }),
    href: behind(setting, value),
  }));
  const bars = (ink: Ink) =>
    named.map(({ value, count, name }) => ({ name, value: count, colour: colour(ink, value) }));
  return {
    trigger: 'axis',
    legend: [],
    points: alongAxis(points),
    option: (ink, width) => rankedBars(ink, bars(ink), nameWidth(width), number),
  };
}

function tableOf({ column, headings }: Ranking, ranks: readonly Ranked[], all: number, { speech }: Setting) {
  const { text, word, number, percent } = speech;
  return {
    columns: [
      textColumn('value', text(headings.value), (value) => word(column, String(value))),
      numberColumn('count', text(headings.count), number),
      numberColumn('share', text('table.share'), percent),
    ],
    rows: ranks.map(({ value, count }) => ({ value, count, share: count / all })),
  };
}

/** How often each value of a column comes, as bars that lie. */
export function rankingPanel(ranking: Ranking): PanelDefinition {
  const { statistic, column, behind, say } = ranking;
  function tell(answer: StatisticAnswer, setting: Setting): Told {
    const ranks = ranksOf(answer, ranking);
    const all = ranks.reduce((sum, { count }) => sum + count, 0);
    return {
      empty: all === 0,
      ...say(ranks, all, setting),
      href: behind(setting),
      picture: pictureOf(ranking, ranks, all, setting),
      table: tableOf(ranking, ranks, all, setting),
    };
  }
  return statisticPanel({ statistic, by: [column], span: 5, tell });
}
