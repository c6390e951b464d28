import { BarChart } from 'echarts/charts';
import { GridComponent, LegendComponent } from 'echarts/components';
import { type EChartsCoreOption, init, setPlatformAPI, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import type { LocalDate } from '#lib/dates.ts';
import { filled } from '../common/mail/words.ts';
import type { IntlShape } from './intl.ts';
import type { Day, Part, Report } from './report.ts';

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
const neutrals = { text: '#1c2024', muted: '#60646c', line: '#d9d9e0', surface: '#ffffff' };
const palette = { current: '#3e63dd', second: '#ef5f00', before: '#b9bbc6' };
const font = 'Inter';

const width = 536;
/** Longer names are cut on the axis; the table of the text version has them whole. */
const longestName = 210;
/** More bars than these become one. */
const mostBars = 7;

/** The charts of a report; those of nothing are left out. */
export const chartsOf = (report: Report, intl: IntlShape): Chart[] =>
  [
    awayChart(report, intl),
    latelyChart(report, intl),
    comparison('leave', report.byLeaveType, intl.leave, intl),
    comparison('status', report.byStatus, intl.status, intl),
  ].filter((chart) => chart !== null);

interface Frame extends Pick<Chart, 'name' | 'title' | 'height'> {
  /** Its figures, in words. */
  readonly points: string;
}

function drawn({ name, title, height, points }: Frame, option: EChartsCoreOption, intl: IntlShape): Chart {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height });
  chart.setOption({ ...base, ...option });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return { name, title, width, height, svg, text: filled(intl.messages.chartText, { chart: title, points }) };
}

const base: EChartsCoreOption = {
  animation: false,
  backgroundColor: neutrals.surface,
  textStyle: { fontFamily: font, color: neutrals.text, fontSize: 12 },
  legend: {
    left: 0,
    top: 0,
    itemWidth: 10,
    itemHeight: 10,
    itemGap: 16,
    icon: 'roundRect',
    textStyle: { fontFamily: font, color: neutrals.muted, fontSize: 12 },
  },
};

const axisText = { fontFamily: font, color: neutrals.muted, fontSize: 11 };

const stripes = {
  symbol: 'rect',
  color: 'rgba(255,255,255,0.65)',
  dashArrayX: [1, 0],
  dashArrayY: [2, 4],
  rotation: -Math.PI / 4,
};

function awayChart({ byDay }: Report, intl: IntlShape): Chart | null {
  const isWeek = byDay.length <= 7;
  const nameOf = (day: LocalDate) => (isWeek ? intl.shortDay(day) : String(Number(day.slice(8))));
  const frame = { name: 'away', title: intl.messages.charts.away, everyName: isWeek } as const;
  return stacked(frame, byDay, { nameOf, saidOf: intl.shortDay }, intl);
}

function latelyChart({ lately, byDay }: Report, intl: IntlShape): Chart | null {
  const isWeek = byDay.length <= 7;
  const nameOf = isWeek ? intl.dayOfYear : intl.month;
  const frame = { name: 'lately', title: intl.messages.lately[isWeek ? 'week' : 'month'], everyName: true } as const;
  return stacked(frame, lately, { nameOf, saidOf: nameOf }, intl);
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
  itemStyle: { ...style, borderColor: neutrals.surface, borderWidth: 1 },
});

/**
 * A column for each day or period: those on leave, and upon them those who are ill. Null when there is nothing in any.
 */
function stacked(
  { everyName, ...frame }: Pick<Frame, 'name' | 'title'> & { readonly everyName: boolean },
  days: readonly Day[],
  { nameOf, saidOf }: Named,
  intl: IntlShape,
): Chart | null {
  if (days.every(({ leave, sick }) => leave + sick === 0)) return null;
  const { leave, sick } = intl.messages.series;
  const names = days.map(({ day }) => nameOf(day));
  const option = {
    grid: { left: 4, right: 4, top: 32, bottom: 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    xAxis: {
      type: 'category',
      data: names,
      axisTick: { show: false },
      axisLine: { lineStyle: { color: neutrals.line } },
      axisLabel: { ...axisText, interval: everyName ? 0 : 1 },
    },
    yAxis: {
      type: 'value',
      minInterval: 1,
      splitLine: { lineStyle: { color: neutrals.line } },
      axisLabel: { ...axisText, formatter: intl.number },
    },
    series: [
      stackedBar(
        leave,
        { color: palette.current },
        Array.from(days, (day) => day.leave),
      ),
      stackedBar(
        sick,
        { color: palette.second, decal: stripes },
        Array.from(days, (day) => day.sick),
      ),
    ],
  };
  const points = days.map((day) => `${saidOf(day.day)}: ${intl.number(day.leave + day.sick)}`).join('; ');
  return drawn({ ...frame, height: 200, points }, option, intl);
}

const comparedBars = (period: 'current' | 'before', parts: readonly Part[], intl: IntlShape) => ({
  type: 'bar',
  name: intl.messages.series[period],
  data: parts.map((part) => part[period]),
  barWidth: 9,
  barGap: '30%',
  itemStyle: { color: palette[period], borderRadius: [0, 3, 3, 0] },
  label: {
    show: true,
    position: 'right',
    ...axisText,
    formatter: ({ value }: { value: unknown }) => intl.number(Number(value)),
  },
});

/** Bars of this period above those of the one before, the greatest at the top. */
function comparison(
  name: 'leave' | 'status',
  parts: readonly Part[],
  wordOf: (name: string) => string,
  intl: IntlShape,
): Chart | null {
  if (parts.length === 0) return null;
  const { before } = intl.messages.series;
  const shown = parts.slice(0, mostBars);
  const option = {
    grid: { left: 4, right: 40, top: 32, bottom: 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    xAxis: { type: 'value', show: false },
    yAxis: {
      type: 'category',
      inverse: true,
      data: shown.map((part) => wordOf(part.name)),
      axisTick: { show: false },
      axisLine: { lineStyle: { color: neutrals.line } },
      axisLabel: {
        ...axisText,
        color: neutrals.text,
        fontSize: 12,
        width: longestName,
        overflow: 'break',
        lineHeight: 14,
      },
    },
    series: (['current', 'before'] as const).map((period) => comparedBars(period, shown, intl)),
  };
  const points = parts
    .map((part) => `${wordOf(part.name)}: ${intl.number(part.current)} (${before}: ${intl.number(part.before)})`)
    .join('; ');
  const title = intl.messages.charts[name];
  return drawn({ name, title, height: 44 + 34 * shown.length, points }, option, intl);
}
