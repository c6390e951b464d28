import type { StatisticAnswer } from '#api/answers.ts';
import { dayOf, sumBy, textOf } from '../../data/answer.ts';
import { csvPath, type PanelDefinition, type Setting, usedBut, type View } from '../panel.ts';
import { awayTitle, type Count, pictureOf, sumOf, tableOf, week } from './away.ts';

function ask(setting: Setting): string {
  const days = week(setting);
  const query = new URLSearchParams({ from: days[0] ?? '', to: days.at(-1) ?? '', by: 'day,kind' });
  for (const department of setting.filters.departments) query.append('department', department);
  return `/api/statistics/out_by_day?${query}`;
}

function view(answers: readonly unknown[], setting: Setting): View {
  const { filters, speech, today } = setting;
  const days = week(setting);
  const { rows } = answers[0] as StatisticAnswer;
  const sums = sumBy(rows, (row) => `${dayOf(row, 'day')} ${textOf(row, 'kind')}`, 'people');
  const of = (day: string, kind: keyof Count): number => sums.get(`${day} ${kind}`) ?? 0;
  const counts = days.map((day) => ({ vacation: of(day, 'vacation'), sick: of(day, 'sick') }));
  const now = counts[days.indexOf(today)];
  const words = {
    day: speech.weekday(today),
    people: speech.plural('unit.people', sumOf(now)),
    vacation: speech.number(now?.vacation ?? 0),
    sick: speech.number(now?.sick ?? 0),
  };
  const label = filters.asOf === null ? speech.text('away.label') : speech.text('away.label.asOf', words);
  return {
    empty: rows.length === 0,
    answer: speech.sentence(sumOf(now) === 0 ? 'groups.away.none' : 'groups.away', words),
    picture: pictureOf(days, counts, setting),
    headline: { label, value: speech.number(sumOf(now)), note: speech.text('away.note', words) },
    period: speech.range(days[0] ?? today, days.at(-1) ?? today),
    href: null,
    table: { ...tableOf(counts, days, setting), csv: csvPath(ask(setting)) },
  };
}

/** How many are away, day by day in the week of today, for who sees no rows; who is sick on vacation counts under both. */
export const awayOfGroups: PanelDefinition = {
  id: 'away-groups',
  statistic: null,
  title: awayTitle,
  span: 12,
  tables: ['absence_days'],
  ignores: ({ filters }) => usedBut(filters, ['department', 'asOf']),
  asks: (setting) => [ask(setting)],
  view,
};
