import type { EChartsOption } from 'echarts';
import type { Row, StatisticAnswer } from '#api/answers.ts';
import { addDays, eachDay, localDate } from '#lib/dates.ts';
import type { Ink } from '../../charts/ink.ts';
import { alongAxis, categories, heatmap, type Point } from '../../charts/picture.ts';
import { cell, greatest, instantOf, numberOf, textOf } from '../../data/answer.ts';
import type { Period } from '../../data/calendar.ts';
import { numberColumn, textColumn } from '../../kit/table.ts';
import type { Speech } from '../../language/speech.ts';
import type { Filters } from '../filters/address.ts';
import type { Setting } from '../panel.ts';
import { rowsPath } from '../rows.ts';
import { statisticPanel, type Told } from '../statisticPanel.ts';

/** Of the seven days that end with the period, or today where the period goes on. */
function within(setting: Setting): Setting {
  const { period, today } = setting;
  const to = period.to < today ? period.to : today;
  return { ...setting, period: { from: addDays(to, -6), to } };
}

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

const behind = (filters: Filters, period: Period): string =>
  rowsPath('events', { ...filters, period }, { type: 'auth.login.succeeded' });

const pointsOf = (hours: readonly Hour[], { speech, filters }: Setting): readonly Point[] =>
  alongAxis(
    hours.map((hour) => ({
      text: speech.text('signins.point', {
        day: speech.weekday(hour.day),
        hour: clock(hour.hour),
        signins: speech.plural('unit.signins', countOf(hour)),
        refused: speech.number(hour.failed),
        whole: speech.number(countOf(hour)),
      }),
      href: behind(filters, { from: hour.day, to: hour.day }),
    })),
  );

/** Days below each other, hours along them; the more sign-ins, the stronger. */
function draw(hours: readonly Hour[], days: readonly string[], speech: Speech, ink: Ink, width: number): EChartsOption {
  const names = Array.from({ length: 24 }, (_, hour) => clock(hour).slice(0, 2));
  const bare = { axisLine: { show: false } };
  return {
    grid: { left: 76, right: 4, top: 4, bottom: 24 },
    xAxis: {
      ...categories(ink, names),
      ...bare,
      axisLabel: { color: ink.muted, fontSize: 12, interval: width < 560 ? 5 : 2 },
    },
    yAxis: {
      ...categories(ink, days.map(speech.weekday)),
      ...bare,
      inverse: true,
      axisLabel: { color: ink.text, fontSize: 12 },
    },
    visualMap: { show: false, min: 0, max: Math.max(1, ...hours.map(countOf)), inRange: { color: [...ink.scale] } },
    series: [{ ...heatmap(ink), data: hours.map((hour) => [hour.hour, days.indexOf(hour.day), countOf(hour)]) }],
  };
}

function tableOf(hours: readonly Hour[], { speech: { text, weekday, number } }: Setting): Told['table'] {
  return {
    columns: [
      textColumn('day', text('away.day'), (day) => weekday(String(day))),
      textColumn('hour', text('signins.hour'), (hour) => clock(Number(hour))),
      numberColumn('succeeded', text('signins.succeeded'), number),
      numberColumn('failed', text('signins.failed'), number),
      numberColumn('total', text('signins.total'), number),
    ],
    rows: hours
      .filter((hour) => countOf(hour) > 0)
      .map(({ day, hour, succeeded, failed }) => ({ day, hour, succeeded, failed, total: succeeded + failed })),
  };
}

function tell({ rows }: StatisticAnswer, setting: Setting): Told {
  const { speech, filters, period } = setting;
  const days = [...eachDay(period.from, period.to)];
  const hours = hoursOf(rows, days, speech.zone);
  const all = hours.reduce((sum, hour) => sum + countOf(hour), 0);
  const failed = hours.reduce((sum, hour) => sum + hour.failed, 0);
  const busiest = greatest(
    new Map(hours.map((hour) => [`${speech.weekday(hour.day)}, ${clock(hour.hour)}`, countOf(hour)])),
  );
  return {
    empty: all === 0,
    answer: speech.sentence('signins.answer', {
      signins: speech.plural('unit.signins', all),
      day: speech.weekday(period.to),
      busiest: busiest?.[0] ?? '–',
      refused: speech.number(failed),
      share: speech.percent(all === 0 ? null : failed / all),
    }),
    href: behind(filters, period),
    picture: {
      trigger: 'item',
      legend: [{ label: speech.text('signins.legend'), swatch: 'scale' }],
      points: pointsOf(hours, setting),
      option: (ink, width) => draw(hours, days, speech, ink, width),
    },
    table: tableOf(hours, setting),
  };
}

/** When people sign in: the last seven days of the period, hour by hour. */
export const loginActivity = statisticPanel({
  statistic: 'login_activity',
  by: ['hour', 'outcome'],
  span: 7,
  gap: 500,
  within,
  tell,
});
