import type { EChartsOption } from 'echarts';
import type { AbsencePage, AbsenceRow } from '#api/answers.ts';
import { addDays, eachDay } from '#lib/dates.ts';
import type { Ink } from '../../charts/ink.ts';
import { alongAxis, bar, categories, figureOn, type Picture, room, values } from '../../charts/picture.ts';
import { addressOf } from '../../data/address.ts';
import { weekStart } from '../../data/calendar.ts';
import { personName } from '../../data/personName.ts';
import { numberColumn, type TableView, textColumn } from '../../kit/table.ts';
import type { TextKey } from '../../language/message.ts';
import { departmentName, type PanelDefinition, type Roster, type Setting, type View } from '../panel.ts';
import { rowsPath } from '../rows.ts';

type Mark = Roster['people'][number]['days'][number];

/** The days of this week. */
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

function pictureOf(days: readonly string[], counts: readonly Count[], setting: Setting): Picture {
  const { speech, filters } = setting;
  return {
    trigger: 'axis',
    legend: [
      { label: speech.text('away.vacation'), swatch: 'first' },
      { label: speech.text('leaveType.sick'), swatch: 'second' },
    ],
    points: alongAxis(
      days.map((day, index) => ({
        text: speech.text('away.point', { ...said(counts[index], speech), day: speech.weekday(day) }),
        href: rowsPath('requests', { ...filters, asOf: null, period: { from: day, to: day } }, { status: 'approved' }),
      })),
    ),
    option: (ink) => draw(days, counts, setting, ink),
  };
}

const sumOf = (count: Count | undefined): number => (count?.vacation ?? 0) + (count?.sick ?? 0);

const said = (count: Count | undefined, { plural, number }: Setting['speech']) => ({
  people: plural('unit.people', sumOf(count)),
  vacation: number(count?.vacation ?? 0),
  sick: number(count?.sick ?? 0),
});

const tableOf = (counts: readonly Count[], days: readonly string[], { speech }: Setting): TableView => ({
  csv: null,
  columns: [
    textColumn('day', speech.text('away.day'), (day) => speech.weekday(String(day))),
    numberColumn('vacation', speech.text('away.vacation'), speech.number),
    numberColumn('sick', speech.text('leaveType.sick'), speech.number),
    numberColumn('people', speech.text('away.people'), speech.number),
  ],
  rows: days.map((day, index) => ({
    day,
    vacation: counts[index]?.vacation ?? 0,
    sick: counts[index]?.sick ?? 0,
    people: sumOf(counts[index]),
  })),
});

/** The sentences for a week in which somebody is away today, and nobody; `week`: how many are in all of it. */
interface Sentences {
  readonly some: TextKey;
  readonly none: TextKey;
  readonly week?: string;
}

/** A week of people who are away. */
export function weekView(counts: readonly Count[], setting: Setting, { some, none, week: inWeek = '' }: Sentences) {
  const { filters, speech, today } = setting;
  const days = week(setting);
  const now = counts[days.indexOf(today)];
  const words = { ...said(now, speech), day: speech.weekday(today), week: inWeek };
  const label = speech.text(filters.asOf === null ? 'away.label' : 'away.label.asOf', words);
  return {
    answer: speech.sentence(sumOf(now) === 0 ? none : some, words),
    picture: pictureOf(days, counts, setting),
    headline: { label, value: speech.number(sumOf(now)), note: speech.text('away.note', words) },
    period: speech.range(days[0] ?? today, days.at(-1) ?? today),
    table: tableOf(counts, days, setting),
  };
}

function view(answers: readonly unknown[], setting: Setting): View {
  const { filters, speech, today } = setting;
  const days = week(setting);
  const period = { from: days[0] ?? today, to: days.at(-1) ?? today };
  const rows = (answers[0] as AbsencePage).rows.filter(({ fraction }) => fraction > 0);
  const roster = rosterOf(rows, days, setting);
  const counts = days.map((_, index) => countOn(roster, index));
  const inWeek = speech.plural('unit.people', roster.people.length);
  return {
    ...weekView(counts, setting, { some: 'away.answer', none: 'away.answer.none', week: inWeek }),
    empty: roster.people.length === 0,
    roster,
    href: rowsPath('requests', { ...filters, period }, { status: 'approved' }),
  };
}

/** Asks an address for the days of the week, of the departments chosen. */
export function askWeek(path: string, setting: Setting, more: Parameters<typeof addressOf>[1]): string {
  const days = week(setting);
  return addressOf(path, {
    from: days[0] ?? '',
    to: days.at(-1) ?? '',
    department: setting.filters.departments,
    ...more,
  });
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
  asks: (setting) => [askWeek('/api/absences', setting, { leaveType: setting.filters.leaveTypes })],
  view,
};
