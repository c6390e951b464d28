import { BarChart } from 'echarts/charts';
import { GridComponent, LegendComponent } from 'echarts/components';
import { type EChartsCoreOption, init, setPlatformAPI, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import type { Part, Report } from './report.ts';
import type { Speech } from './speech.ts';

use([BarChart, GridComponent, LegendComponent, SVGRenderer]);

/** There is no canvas to measure on: letters of Inter are a little wider than half their height. */
const heightOf = (font = ''): number => Number(/([\d.]+)px/.exec(font)?.[1] ?? 12);
setPlatformAPI({ measureText: (text, font) => ({ width: text.length * 0.57 * heightOf(font) }) });

/** A chart, and what it says in words for whoever does not see it. */
export interface Chart {
  readonly name: 'away' | 'leave' | 'status';
  readonly title: string;
  readonly text: string;
  readonly width: number;
  readonly height: number;
  readonly svg: string;
}

/** Slate and indigo of @radix-ui/colors, as on the page; pictures in mail have no dark theme. */
const ink = { text: '#1c2024', muted: '#60646c', line: '#d9d9e0', surface: '#ffffff' };
const colours = { first: '#3e63dd', second: '#ef5f00', before: '#b9bbc6' };
const font = 'Inter';

const width = 536;
/** Longer names are cut on the axis; the table of the text version has them whole. */
const longestName = 210;
/** More bars than these become one. */
const mostBars = 7;

/** The charts of a report; those of nothing are left out. */
export const chartsOf = (report: Report, speech: Speech): Chart[] =>
  [awayChart(report, speech), leaveChart(report, speech), statusChart(report, speech)].filter(
    (chart) => chart !== null,
  );

const drawn = (
  name: Chart['name'],
  height: number,
  option: EChartsCoreOption,
  points: string,
  speech: Speech,
): Chart => {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height });
  chart.setOption({ ...base, ...option });
  const svg = chart.renderToSVGString();
  chart.dispose();
  const title = speech.messages.charts[name];
  return { name, title, width, height, svg, text: speech.filled(speech.messages.chartText, { chart: title, points }) };
};

const base: EChartsCoreOption = {
  animation: false,
  backgroundColor: ink.surface,
  textStyle: { fontFamily: font, color: ink.text, fontSize: 12 },
  legend: {
    ...{ left: 0, top: 0, itemWidth: 10, itemHeight: 10, itemGap: 16, icon: 'roundRect' },
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
  if (byDay.every(({ leave, sick }) => leave + sick === 0)) return null;
  const { leave, sick } = speech.messages.series;
  const isWeek = byDay.length <= 7;
  const names = byDay.map(({ day }) => (isWeek ? speech.shortDay(day) : String(Number(day.slice(8)))));
  const series = (name: string, color: string, data: number[], decal?: object) => ({
    ...{ type: 'bar', name, stack: 'away', data, barMaxWidth: 40, barCategoryGap: '30%' },
    itemStyle: { color, borderColor: ink.surface, borderWidth: 1, ...(decal && { decal }) },
  });
  const option = {
    grid: { left: 4, right: 4, top: 32, bottom: 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    xAxis: {
      ...{ type: 'category', data: names, axisTick: { show: false }, axisLine: { lineStyle: { color: ink.line } } },
      axisLabel: { ...axisText, interval: isWeek ? 0 : 1 },
    },
    yAxis: {
      ...{ type: 'value', minInterval: 1, splitLine: { lineStyle: { color: ink.line } } },
      axisLabel: { ...axisText, formatter: speech.number },
    },
    series: [
      series(
        leave,
        colours.first,
        byDay.map((day) => day.leave),
      ),
      series(
        sick,
        colours.second,
        byDay.map((day) => day.sick),
        stripes,
      ),
    ],
  };
  const points = byDay.map((day) => `${speech.shortDay(day.day)}: ${speech.number(day.leave + day.sick)}`).join('; ');
  return drawn('away', 200, option, points, speech);
}

const leaveChart = ({ byLeaveType }: Report, speech: Speech): Chart | null =>
  comparison('leave', byLeaveType, speech.leave, speech);

const statusChart = ({ byStatus }: Report, speech: Speech): Chart | null =>
  comparison('status', byStatus, speech.status, speech);

/** Bars of this period above those of the one before, the greatest at the top. */
function comparison(
  name: 'leave' | 'status',
  parts: readonly Part[],
  wordOf: (name: string) => string,
  speech: Speech,
): Chart | null {
  if (parts.length === 0) return null;
  const { current, before } = speech.messages.series;
  const shown = parts.slice(0, mostBars);
  const series = (title: string, color: string, data: readonly number[]) => ({
    ...{ type: 'bar', name: title, data, barWidth: 9, barGap: '30%' },
    itemStyle: { color, borderRadius: [0, 3, 3, 0] },
    label: {
      show: true,
      position: 'right',
      ...axisText,
      formatter: ({ value }: { value: unknown }) => speech.number(Number(value)),
    },
  });
  const option = {
    grid: { left: 4, right: 40, top: 32, bottom: 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    xAxis: { type: 'value', show: false },
    yAxis: {
      ...{ type: 'category', inverse: true, data: shown.map((part) => wordOf(part.name)) },
      ...{ axisTick: { show: false }, axisLine: { lineStyle: { color: ink.line } } },
      axisLabel: { ...axisText, color: ink.text, fontSize: 12, width: longestName, overflow: 'truncate' },
    },
    series: [
      series(
        current,
        colours.first,
        shown.map((part) => part.current),
      ),
      series(
        before,
        colours.before,
        shown.map((part) => part.before),
      ),
    ],
  };
  const points = parts
    .map((part) => `${wordOf(part.name)}: ${speech.number(part.current)} (${before}: ${speech.number(part.before)})`)
    .join('; ');
  return drawn(name, 44 + 34 * shown.length, option, points, speech);
}
