import type { StatisticAnswer } from '#api/answers.ts';
import { dayOf, sumBy, textOf } from '../../data/answer.ts';
import { csvPath, type PanelDefinition, type Setting, usedBut, type View } from '../panel.ts';
import { askWeek, awayTitle, type Count, week, weekView } from './away.ts';

const ask = (setting: Setting): string => askWeek('/api/statistics/out_by_day', setting, { by: 'day,kind' });

function view(answers: readonly unknown[], setting: Setting): View {
  const { rows } = answers[0] as StatisticAnswer;
  const sums = sumBy(rows, (row) => `${dayOf(row, 'day')} ${textOf(row, 'kind')}`, 'people');
  const of = (day: string, kind: keyof Count): number => sums.get(`${day} ${kind}`) ?? 0;
  const counts = week(setting).map((day) => ({ vacation: of(day, 'vacation'), sick: of(day, 'sick') }));
  const { table, ...told } = weekView(counts, setting, { some: 'groups.away', none: 'groups.away.none' });
  return { ...told, empty: rows.length === 0, href: null, table: { ...table, csv: csvPath(ask(setting)) } };
}

/**
 * How many are away, day by day in the week of today, for who sees no rows; who is sick on vacation counts under both.
 */
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
