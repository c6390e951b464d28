import { BarChart } from 'echarts/charts';
import { GridComponent, LegendComponent } from 'echarts/components';
import { type EChartsCoreOption, init, setPlatformAPI, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import type { LocalDate } from '#lib/dates.ts';
import { filled } from '../common/mail/words.ts';
import type { Day, Part, Report } from './report.ts';
import type { Speech } from './speech.ts';

use([BarChart, GridComponent, LegendComponent, SVGRenderer]);

/** There is no canvas to measure on: letters of Inter are a little wider than half their height. */
const heightOf = (font = ''): number => Number(/([\d.]+)px/.exec(font)?.[1] ?? 12);
setPlatformAPI({ measureText: (text, font) => ({ width: text.length * 0.57 * heightOf(font) }) });

/** A chart, and what it says in words for whoever does not see it. */
export interface Chart {
  readonly name: 'away' | 'lately' | 'leave' | 'status';
  readonly title: string;
  readonly text: string;
  readonly width: number;
  readonly height: number;
  readonly svg: string;
}

/** Slate and indigo of @radix-ui/colors, as on the page; pictures in mail have no dark theme. */
const ink = { text: '#1c2024', muted: '#60646c', line: '#d9d9e0', surface: '#ffffff' };
const colours = { current: '#3e63dd', second: '#ef5f00', before: '#b9bbc6' };
const font = 'Inter';

const width = 536;
/** Longer names are cut on the axis; the table of the text version has them whole. */
const longestName = 210;
/** More bars than these become one. */
const mostBars = 7;

/** The charts of a report; those of nothing are left out. */
export const chartsOf = (report: Report, speech: Speech): Chart[] =>
  [
    awayChart(report, speech),
    latelyChart(report, speech),
    leaveChart(report, speech),
    statusChart(report, speech),
  ].filter((chart) => chart !== null);

interface Frame extends Pick<Chart, 'name' | 'title' | 'height'> {
  /** Its figures, in words. */
  readonly points: string;
}

function drawn({ name, title, height, points }: Frame, option: EChartsCoreOption, speech: Speech): Chart {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height });
  chart.setOption({ ...base, ...option });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return { name, title, width, height, svg, text: filled(speech.messages.chartText, { chart: title, points }) };
}

const base: EChartsCoreOption = {
  animation: false,
  backgroundColor: ink.surface,
  textStyle: { fontFamily: font, color: ink.text, fontSize: 12 },
  legend: {
    left: 0,
    top: 0,
    itemWidth: 10,
    itemHeight: 10,
    itemGap: 16,
    icon: 'roundRect',
    textStyle: { fontFamily: font, color: ink.muted, fontSize: 12 },
  },
};

const axisText = { fontFamily: font, color: ink.muted, fontSize: 11 };

const stripes = {
  symbol: 'rect',
  color: 'rgba(255,255,255,0.65)',
  dashArrayX: [1, 0],
  dashArrayY: [2, 4],
  rotation: -Math.PI / 4,
};

function awayChart({ byDay }: Report, speech: Speech): Chart | null {
  const isWeek = byDay.length <= 7;
  const nameOf = (day: LocalDate) => (isWeek ? speech.shortDay(day) : String(Number(day.slice(8))));
  const frame = { name: 'away', title: speech.messages.charts.away, everyName: isWeek } as const;
  return stacked(frame, byDay, { nameOf, saidOf: speech.shortDay }, speech);
}

function latelyChart({ lately, byDay }: Report, speech: Speech): Chart | null {
  const isWeek = byDay.length <= 7;
  const nameOf = isWeek ? speech.dayOfYear : speech.month;
  const frame = { name: 'lately', title: speech.messages.lately[isWeek ? 'week' : 'month'], everyName: true } as const;
  return stacked(frame, lately, { nameOf, saidOf: nameOf }, speech);
}

interface Named {
  /** On the axis. */
  readonly nameOf: (day: LocalDate) => string;
  /** In the text. */
  readonly saidOf: (day: LocalDate) => string;
}

const stackedBar = (
  name: string,
  style: { readonly color: string; readonly decal?: object },
  data: readonly number[],
) => ({
  type: 'bar',
  name,
  stack: 'away',
  data,
  barMaxWidth: 40,
  barCategoryGap: '30%',
  itemStyle: { ...style, borderColor: ink.surface, borderWidth: 1 },
});

/**
 * A column for each day or period: those on leave, and upon them those who are ill. Null when there is nothing in any.
 */
function stacked(
  { everyName, ...frame }: Pick<Frame, 'name' | 'title'> & { readonly everyName: boolean },
  days: readonly Day[],
  { nameOf, saidOf }: Named,
  speech: Speech,
): Chart | null {
  if (days.every(({ leave, sick }) => leave + sick === 0)) return null;
  const { leave, sick } = speech.messages.series;
  const names = days.map(({ day }) => nameOf(day));
  const option = {
    grid: { left: 4, right: 4, top: 32, bottom: 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    xAxis: {
      type: 'category',
      data: names,
      axisTick: { show: false },
      axisLine: { lineStyle: { color: ink.line } },
      axisLabel: { ...axisText, interval: everyName ? 0 : 1 },
    },
    yAxis: {
      type: 'value',
      minInterval: 1,
      splitLine: { lineStyle: { color: ink.line } },
      axisLabel: { ...axisText, formatter: speech.number },
    },
    series: [
      stackedBar(
        leave,
        { color: colours.current },
        Array.from(days, (day) => day.leave),
      ),
      stackedBar(
        sick,
        { color: colours.second, decal: stripes },
        Array.from(days, (day) => day.sick),
      ),
    ],
  };
  const points = days.map((day) => `${saidOf(day.day)}: ${speech.number(day.leave + day.sick)}`).join('; ');
  return drawn({ ...frame, height: 200, points }, option, speech);
}

const leaveChart = ({ byLeaveType }: Report, speech: Speech): Chart | null =>
  comparison('leave', byLeaveType, speech.leave, speech);

const statusChart = ({ byStatus }: Report, speech: Speech): Chart | null =>
  comparison('status', byStatus, speech.status, speech);

const comparedBars = (period: 'current' | 'before', parts: readonly Part[], speech: Speech) => ({
  type: 'bar',
  name: speech.messages.series[period],
  data: parts.map((part) => part[period]),
  barWidth: 9,
  barGap: '30%',
  itemStyle: { color: colours[period], borderRadius: [0, 3, 3, 0] },
  label: {
    show: true,
    position: 'right',
    ...axisText,
    formatter: ({ value }: { value: unknown }) => speech.number(Number(value)),
  },
});

/** Bars of this period above those of the one before, the greatest at the top. */
function comparison(
  name: 'leave' | 'status',
  parts: readonly Part[],
  wordOf: (name: string) => string,
  speech: Speech,
): Chart | null {
  if (parts.length === 0) return null;
  const { before } = speech.messages.series;
  const shown = parts.slice(0, mostBars);
  const option = {
    grid: { left: 4, right: 40, top: 32, bottom: 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    xAxis: { type: 'value', show: false },
    yAxis: {
      type: 'category',
      inverse: true,
      data: shown.map((part) => wordOf(part.name)),
      axisTick: { show: false },
      axisLine: { lineStyle: { color: ink.line } },
      axisLabel: { ...axisText, color: ink.text, fontSize: 12, width: longestName, overflow: 'break', lineHeight: 14 },
    },
    series: (['current', 'before'] as const).map((period) => comparedBars(period, shown, speech)),
  };
  const points = parts
    .map((part) => `${wordOf(part.name)}: ${speech.number(part.current)} (${before}: ${speech.number(part.before)})`)
    .join('; ');
  const title = speech.messages.charts[name];
  return drawn({ name, title, height: 44 + 34 * shown.length, points }, option, speech);
}
