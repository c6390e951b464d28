import type { Row, StatisticAnswer } from '#api/answers.ts';
import { addDays, eachDay, localDate } from '#lib/dates.ts';
import { categories, type Picture } from '../../charts/picture.ts';
import { cell, greatest, instantOf, numberOf, textOf } from '../../data/answer.ts';
import { numberColumn, textColumn } from '../../kit/table.ts';
import { csvPath, ignoredBy, type PanelDefinition, type Setting, statisticPath, type View } from '../panel.ts';
import { rowsPath } from '../rows.ts';

/** The seven days that end with the period, or today where the period goes on. */
function weekOf({ period, today }: Setting): readonly string[] {
  const last = period.to < today ? period.to : today;
  return [...eachDay(addDays(last, -6), last)];
}

function narrowed(setting: Setting): Setting {
  const days = weekOf(setting);
  return { ...setting, period: { from: days[0] ?? setting.today, to: days.at(-1) ?? setting.today } };
}

const ask = (setting: Setting): string => statisticPath('login_activity', ['hour', 'outcome'], narrowed(setting));

interface Hour {
  readonly key: string;
  readonly day: string;
  readonly hour: number;
  readonly succeeded: number;
  readonly failed: number;
}

const hourIn = (ms: number, zone: string): number =>
  Number(new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', hourCycle: 'h23' }).format(ms));

function hoursOf(rows: readonly Row[], days: readonly string[], zone: string): readonly Hour[] {
  const sums = new Map<string, { succeeded: number; failed: number }>();
  for (const row of rows) {
    const at = instantOf(cell(row, 'hour') as string | number);
    const key = `${localDate(at, zone)} ${hourIn(at, zone)}`;
    const sum = sums.get(key) ?? { succeeded: 0, failed: 0 };
    sum[textOf(row, 'outcome') === 'succeeded' ? 'succeeded' : 'failed'] += numberOf(row, 'logins');
    sums.set(key, sum);
  }
  return days.flatMap((day) =>
    Array.from({ length: 24 }, (_, hour) => {
      const key = `${day} ${hour}`;
      return { key, day, hour, ...(sums.get(key) ?? { succeeded: 0, failed: 0 }) };
    }),
  );
}

const clock = (hour: number): string => `${String(hour).padStart(2, '0')}:00`;
const countOf = ({ succeeded, failed }: Hour): number => succeeded + failed;

const pictureOf = (hours: readonly Hour[], days: readonly string[], { speech, filters }: Setting): Picture => ({
  trigger: 'item',
  legend: [{ label: speech.text('signins.legend'), swatch: 'scale' }],
  points: hours.map((hour, index) => ({
    series: 0,
    index,
    text: speech.text('signins.point', {
      day: speech.weekday(hour.day),
      hour: clock(hour.hour),
      signins: speech.plural('unit.signins', countOf(hour)),
      refused: speech.number(hour.failed),
      whole: speech.number(countOf(hour)),
    }),
    href: rowsPath(
      'events',
      { ...filters, period: { from: hour.day, to: hour.day } },
      { type: 'auth.login.succeeded' },
    ),
  })),
  option: (ink, width) => ({
    grid: { left: 76, right: 4, top: 4, bottom: 24 },
    xAxis: {
      ...categories(
        ink,
        Array.from({ length: 24 }, (_, hour) => clock(hour).slice(0, 2)),
      ),
      axisLine: { show: false },
      axisLabel: { color: ink.muted, fontSize: 12, interval: width < 560 ? 5 : 2 },
    },
    yAxis: {
      ...categories(ink, days.map(speech.weekday)),
      inverse: true,
      axisLine: { show: false },
      axisLabel: { color: ink.text, fontSize: 12 },
    },
    visualMap: { show: false, min: 0, max: Math.max(1, ...hours.map(countOf)), inRange: { color: [...ink.scale] } },
    series: [
      {
        type: 'heatmap',
        data: hours.map((hour) => [hour.hour, days.indexOf(hour.day), countOf(hour)]),
        itemStyle: { borderColor: ink.surface, borderWidth: 2, borderRadius: 4 },
        emphasis: { itemStyle: { borderColor: ink.text, borderWidth: 2 } },
      },
    ],
  }),
});

function read(answers: readonly unknown[], setting: Setting): View {
  const { speech, filters } = setting;
  const days = weekOf(setting);
  const hours = hoursOf((answers[0] as StatisticAnswer).rows, days, speech.zone);
  const all = hours.reduce((sum, hour) => sum + countOf(hour), 0);
  const failed = hours.reduce((sum, hour) => sum + hour.failed, 0);
  const busiest = greatest(
    new Map(hours.map((hour) => [`${speech.weekday(hour.day)}, ${clock(hour.hour)}`, countOf(hour)])),
  );
  const last = days.at(-1) ?? setting.today;
  return {
    empty: all === 0,
    answer: speech.sentence('signins.answer', {
      signins: speech.plural('unit.signins', all),
      day: speech.weekday(last),
      busiest: busiest?.[0] ?? '–',
      refused: speech.number(failed),
      share: speech.percent(all === 0 ? null : failed / all),
    }),
    headline: null,
    period: speech.range(days[0] ?? last, last),
    href: rowsPath(
      'events',
      { ...filters, period: { from: days[0] ?? last, to: last } },
      { type: 'auth.login.succeeded' },
    ),
    picture: pictureOf(hours, days, setting),
    table: {
      csv: csvPath(ask(setting)),
      columns: [
        textColumn('day', speech.text('away.day'), (day) => speech.weekday(String(day))),
        textColumn('hour', speech.text('signins.hour'), (hour) => clock(Number(hour))),
        numberColumn('succeeded', speech.text('signins.succeeded'), speech.number),
        numberColumn('failed', speech.text('signins.failed'), speech.number),
        numberColumn('total', speech.text('signins.total'), speech.number),
      ],
      rows: hours
        .filter((hour) => countOf(hour) > 0)
        .map(({ day, hour, succeeded, failed }) => ({ day, hour, succeeded, failed, total: succeeded + failed })),
    },
  };
}

/** When people sign in: the last seven days of the period, hour by hour. */
export const loginActivity: PanelDefinition = {
  id: 'login-activity',
  statistic: 'login_activity',
  span: 7,
  tables: ['statistics_login_activity'],
  gap: 500,
  ignores: ignoredBy,
  asks: (setting) => [ask(setting)],
  view: read,
};
