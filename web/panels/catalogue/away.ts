import type { EChartsOption } from 'echarts';
import type * as api from '#api/answers.ts';
import type { AbsenceRow } from '#api/answers.ts';
import { addDays, eachDay } from '#lib/dates.ts';
import type { Ink } from '../../charts/ink.ts';
import { bar, categories, figureOn, type Picture, room, values } from '../../charts/picture.ts';
import type { AnswerOf } from '../../data/answerOf.ts';
import { weekStart } from '../../data/calendar.ts';
import { personName } from '../../data/personName.ts';
import { numberColumn, type TableView, textColumn } from '../../kit/table.ts';
import { departmentName, type PanelDefinition, type Roster, type Setting, type View } from '../panel.ts';
import { rowsPath } from '../rows.ts';

type Mark = Roster['people'][number]['days'][number];

export const week = ({ today }: Setting): readonly string[] => [
  ...eachDay(weekStart(today), addDays(weekStart(today), 6)),
];

function markOf(rows: readonly AbsenceRow[]): Mark {
  const [row] = rows;
  if (row === undefined) return '';
  const fraction = rows.reduce((sum, { fraction }) => sum + fraction, 0);
  const kind = rows.some(({ kind }) => kind === 'sick') ? 'sick' : 'vacation';
  return fraction < 1 ? `${kind}-half` : kind;
}

function rosterOf(rows: readonly AbsenceRow[], days: readonly string[], { today, speech }: Setting): Roster {
  const people = [...Map.groupBy(rows, ({ employeeId }) => employeeId)].map(([id, own]) => {
    const last = own.at(-1) ?? own[0];
    return {
      id,
      name: last === undefined ? id : personName(last),
      department: departmentName(speech, last?.department ?? ''),
      days: days.map((day) => markOf(own.filter((row) => row.day === day))),
    };
  });
  const index = days.indexOf(today);
  const order = (mark: Mark | undefined): number => (mark === '' || mark === undefined ? 1 : 0);
  people.sort((a, b) => order(a.days[index]) - order(b.days[index]) || speech.compare(a.name, b.name));
  return { days, people };
}

export interface Count {
  readonly vacation: number;
  readonly sick: number;
}

/** People by what keeps them away, each counted once: who is sick during vacation is sick. */
function countOn(roster: Roster, index: number): Count {
  const marks = roster.people.map(({ days }) => days[index] ?? '');
  return {
    vacation: marks.filter((mark) => mark.startsWith('vacation')).length,
    sick: marks.filter((mark) => mark.startsWith('sick')).length,
  };
}

const axisName = (day: string, today: string, { shortWeekday, dayOfMonth }: Setting['speech']): string =>
  [shortWeekday(day), dayOfMonth(day)].map((line) => (day === today ? `{now|${line}}` : line)).join('\n');

function draw(days: readonly string[], counts: readonly Count[], { speech, today }: Setting, ink: Ink): EChartsOption {
  const names = days.map((day) => axisName(day, today, speech));
  const vacation = counts.map((count) => count.vacation);
  const sick = counts.map((count) => count.sick);
  const now = { color: ink.text, fontWeight: 700, lineHeight: 16 };
  return {
    grid: room,
    xAxis: {
      ...categories(ink, names),
      axisLabel: { color: ink.muted, interval: 0, fontSize: 12, lineHeight: 16, rich: { now } },
    },
    yAxis: { ...values(ink, speech.number), minInterval: 1 },
    series: [
      { ...bar(ink, ink.first, 'plain', vacation), stack: 'away' },
      {
        ...bar(ink, ink.second, 'stripes', sick),
        stack: 'away',
        label: figureOn(ink, 'top', (index) => speech.number(sumOf(counts[index]))),
      },
    ],
  };
}

export function pictureOf(days: readonly string[], counts: readonly Count[], setting: Setting): Picture {
  const { speech, filters } = setting;
  return {
    trigger: 'axis',
    legend: [
      { label: speech.text('away.vacation'), swatch: 'first' },
      { label: speech.text('away.sick'), swatch: 'second' },
    ],
    points: days.map((day, index) => ({
      series: 0,
      index,
      text: speech.text('away.point', {
        day: speech.weekday(day),
        people: speech.plural('unit.people', sumOf(counts[index])),
        vacation: speech.number(counts[index]?.vacation ?? 0),
        sick: speech.number(counts[index]?.sick ?? 0),
      }),
      href: rowsPath('requests', { ...filters, asOf: null, period: { from: day, to: day } }, { status: 'approved' }),
    })),
    option: (ink) => draw(days, counts, setting, ink),
  };
}

export const sumOf = (count: Count | undefined): number => (count?.vacation ?? 0) + (count?.sick ?? 0);

export const tableOf = (counts: readonly Count[], days: readonly string[], { speech }: Setting): TableView => ({
  csv: null,
  columns: [
    textColumn('day', speech.text('away.day'), (day) => speech.weekday(String(day))),
    numberColumn('vacation', speech.text('away.vacation'), speech.number),
    numberColumn('sick', speech.text('away.sick'), speech.number),
    numberColumn('people', speech.text('away.people'), speech.number),
  ],
  rows: days.map((day, index) => ({
    day,
    vacation: counts[index]?.vacation ?? 0,
    sick: counts[index]?.sick ?? 0,
    people: sumOf(counts[index]),
  })),
});

const said = (now: Count | undefined, inWeek: number, { speech, today }: Setting) => ({
  day: speech.weekday(today),
  people: speech.plural('unit.people', sumOf(now)),
  vacation: speech.number(now?.vacation ?? 0),
  sick: speech.number(now?.sick ?? 0),
  week: speech.plural('unit.people', inWeek),
});

function view(answers: readonly unknown[], setting: Setting): View {
  const { filters, speech, today } = setting;
  const days = week(setting);
  const monday = days[0] ?? today;
  const sunday = days.at(-1) ?? today;
  const rows = (answers[0] as AnswerOf<typeof api.absencePage>).rows.filter(({ fraction }) => fraction > 0);
  const roster = rosterOf(rows, days, setting);
  const counts = days.map((_, index) => countOn(roster, index));
  const now = counts[days.indexOf(today)];
  const words = said(now, roster.people.length, setting);
  const label = filters.asOf === null ? speech.text('away.label') : speech.text('away.label.asOf', words);
  return {
    empty: roster.people.length === 0,
    answer: speech.sentence(sumOf(now) === 0 ? 'away.answer.none' : 'away.answer', words),
    picture: pictureOf(days, counts, setting),
    roster,
    headline: { label, value: speech.number(sumOf(now)), note: speech.text('away.note', words) },
    period: speech.range(monday, sunday),
    href: rowsPath('requests', { ...filters, period: { from: monday, to: sunday } }, { status: 'approved' }),
    table: tableOf(counts, days, setting),
  };
}

/** The week that is asked about. */
export const awayTitle = ({ filters, speech, today }: Setting): string =>
  filters.asOf === null ? speech.text('away.title') : speech.text('away.title.asOf', { day: speech.day(today) });

/** Who is away, day by day in the week of today; a person counts once a day. */
export const away: PanelDefinition = {
  id: 'away',
  statistic: null,
  title: awayTitle,
  span: 7,
  tables: ['absence_days'],
  ignores: () => [],
  asks: (setting) => {
    const days = week(setting);
    const query = new URLSearchParams({ from: days[0] ?? '', to: days.at(-1) ?? '' });
    for (const department of setting.filters.departments) query.append('department', department);
    for (const leaveType of setting.filters.leaveTypes) query.append('leaveType', leaveType);
    return [`/api/absences?${query}`];
  },
  view,
};
