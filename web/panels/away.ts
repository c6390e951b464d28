import { bar, categories, type Picture, room, values } from '../charts/picture.ts';
import type { AbsenceRow, Rows } from '../data/contract.ts';
import { addDays, eachDay, weekStart } from '../filters/period.ts';
import {
  departmentName,
  numberColumn,
  type PanelDefinition,
  type Roster,
  rowsPath,
  type Setting,
  textColumn,
  type View,
} from './panel.ts';

type Mark = Roster['people'][number]['days'][number];

const week = ({ today }: Setting): readonly string[] => eachDay(weekStart(today), addDays(weekStart(today), 6));

const nameOf = (row: AbsenceRow): string =>
  [row.firstName, row.lastName].filter((name) => name !== null && name !== '').join(' ') || row.employeeId;

const markOf = (rows: readonly AbsenceRow[]): Mark => {
  const [row] = rows;
  if (row === undefined) return '';
  const fraction = rows.reduce((sum, { fraction }) => sum + fraction, 0);
  const kind = rows.some(({ kind }) => kind === 'sick') ? 'sick' : 'vacation';
  return fraction < 1 ? `${kind}-half` : kind;
};

const rosterOf = (rows: readonly AbsenceRow[], days: readonly string[], { today, speech }: Setting): Roster => {
  const people = [...Map.groupBy(rows, ({ employeeId }) => employeeId)].map(([id, own]) => {
    const last = own.at(-1) ?? own[0];
    return {
      id,
      name: last === undefined ? id : nameOf(last),
      department: departmentName(speech, last?.department ?? ''),
      days: days.map((day) => markOf(own.filter((row) => row.day === day))),
    };
  });
  const index = days.indexOf(today);
  const order = (mark: Mark | undefined): number => (mark === '' || mark === undefined ? 1 : 0);
  people.sort((a, b) => order(a.days[index]) - order(b.days[index]) || speech.compare(a.name, b.name));
  return { days, people };
};

interface Count {
  readonly vacation: number;
  readonly sick: number;
}

/** People by what keeps them away, each counted once: who is sick during vacation is sick. */
const countOn = (roster: Roster, index: number): Count => {
  const marks = roster.people.map(({ days }) => days[index] ?? '');
  return {
    vacation: marks.filter((mark) => mark.startsWith('vacation')).length,
    sick: marks.filter((mark) => mark.startsWith('sick')).length,
  };
};

const axisName = (day: string, today: string, { shortWeekday, dayOfMonth }: Setting['speech']): string =>
  [shortWeekday(day), dayOfMonth(day)].map((line) => (day === today ? `{now|${line}}` : line)).join('\n');

const pictureOf = (roster: Roster, counts: readonly Count[], { speech, today, filters }: Setting): Picture => ({
  trigger: 'axis',
  legend: [
    { label: speech.text('away.vacation'), swatch: 'first' },
    { label: speech.text('away.sick'), swatch: 'second' },
  ],
  points: roster.days.map((day, index) => ({
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
  option: (ink) => ({
    grid: room,
    xAxis: {
      ...categories(
        ink,
        roster.days.map((day) => axisName(day, today, speech)),
      ),
      axisLabel: {
        color: ink.muted,
        interval: 0,
        fontSize: 12,
        lineHeight: 16,
        rich: { now: { color: ink.text, fontWeight: 700, lineHeight: 16 } },
      },
    },
    yAxis: { ...values(ink, speech.number), minInterval: 1 },
    series: [
      {
        ...bar(
          ink,
          ink.first,
          'plain',
          counts.map(({ vacation }) => vacation),
        ),
        stack: 'away',
      },
      {
        ...bar(
          ink,
          ink.second,
          'stripes',
          counts.map(({ sick }) => sick),
        ),
        stack: 'away',
        label: {
          show: true,
          position: 'top',
          color: ink.text,
          fontWeight: 600,
          formatter: ({ dataIndex }: { dataIndex: number }) => speech.number(sumOf(counts[dataIndex])),
        },
      },
    ],
  }),
});

const sumOf = (count: Count | undefined): number => (count?.vacation ?? 0) + (count?.sick ?? 0);

const read = (answers: readonly unknown[], setting: Setting): View => {
  const { filters, speech, today } = setting;
  const days = week(setting);
  const rows = (answers[0] as Rows<AbsenceRow>).rows.filter(({ fraction }) => fraction > 0);
  const roster = rosterOf(rows, days, setting);
  const counts = days.map((_, index) => countOn(roster, index));
  const now = counts[days.indexOf(today)];
  const said = {
    day: speech.weekday(today),
    people: speech.plural('unit.people', sumOf(now)),
    vacation: speech.number(now?.vacation ?? 0),
    sick: speech.number(now?.sick ?? 0),
    week: speech.plural('unit.people', roster.people.length),
  };
  return {
    empty: roster.people.length === 0,
    answer: speech.sentence(sumOf(now) === 0 ? 'away.answer.none' : 'away.answer', said),
    picture: pictureOf(roster, counts, setting),
    roster,
    headline: {
      label: filters.asOf === null ? speech.text('away.label') : speech.text('away.label.asOf', { day: said.day }),
      value: speech.number(sumOf(now)),
      note: speech.text('away.note', said),
    },
    period: speech.range(days[0] ?? today, days.at(-1) ?? today),
    href: rowsPath(
      'requests',
      { ...filters, period: { from: days[0] ?? today, to: days.at(-1) ?? today } },
      { status: 'approved' },
    ),
    table: {
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
    },
  };
};

/** Who is away, day by day in the week of today; a person counts once a day. */
export const away: PanelDefinition = {
  id: 'away',
  statistic: null,
  title: ({ filters, speech, today }) =>
    filters.asOf === null ? speech.text('away.title') : speech.text('away.title.asOf', { day: speech.day(today) }),
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
  view: read,
};
