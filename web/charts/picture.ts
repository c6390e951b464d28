import type { EChartsOption } from 'echarts';
import type { Ink } from './ink.ts';

/** A value of a chart that can be pointed at: with the mouse, a finger or the arrow keys. */
export interface Point {
  readonly series: number;
  readonly index: number;
  /** What it says; the first line is its name. */
  readonly text: string;
  /** Where the rows it is made of are shown. */
  readonly href?: string;
}

/** Values one beside the other, each a column of its own. */
export const alongAxis = (values: readonly Omit<Point, 'series' | 'index'>[]): readonly Point[] =>
  values.map((value, index) => ({ series: 0, index, ...value }));

/** A chart as data: what ECharts draws, and what its values say. */
export interface Picture {
  /** `axis`: a whole column answers together; `item`: each mark for itself. */
  readonly trigger: 'axis' | 'item';
  readonly points: readonly Point[];
  readonly legend: readonly LegendEntry[];
  readonly option: (ink: Ink, width: number) => EChartsOption;
}

export interface LegendEntry {
  readonly label: string;
  readonly swatch: 'first' | 'second' | 'scale';
}

/** Patterns beside colours, in the order of data colours; the first stays plain. */
export const decals = {
  plain: { symbol: 'none' },
  stripes: { symbol: 'rect', symbolSize: 1, dashArrayX: [1, 0], dashArrayY: [2, 4], rotation: -Math.PI / 4 },
} as const;

const decalOf = (ink: Ink, name: keyof typeof decals): object => ({
  ...structuredClone(decals[name]),
  color: ink.dark ? 'rgba(0,0,0,0.45)' : 'rgba(255,255,255,0.6)',
});

/** A category axis along the bottom, or the side when `inverse` bars need names. */
export const categories = (ink: Ink, data: readonly string[]): object => ({
  type: 'category',
  data: [...data],
  axisTick: { show: false },
  axisLine: { lineStyle: { color: ink.line } },
  axisLabel: { color: ink.muted, hideOverlap: true, fontSize: 12 },
});

/** A value axis with few, faint lines. */
export const values = (ink: Ink, format: (value: number) => string): object => ({
  type: 'value',
  splitNumber: 3,
  axisLabel: { color: ink.muted, fontSize: 12, formatter: format },
  splitLine: { lineStyle: { color: ink.line, width: 1 } },
});

export const room = {
  left: 4,
  right: 8,
  top: 22,
  bottom: 4,
  outerBoundsMode: 'same',
  outerBoundsContain: 'axisLabel',
} as const;

export const bar = (ink: Ink, colour: string, decal: keyof typeof decals, data: readonly unknown[]): object => ({
  type: 'bar',
  data: [...data],
  barMaxWidth: 36,
  barCategoryGap: '28%',
  itemStyle: { color: colour, decal: decalOf(ink, decal) },
  emphasis: { disabled: true },
});

/** Cells of a grid, light to strong by their value. */
export const heatmap = (ink: Ink) => ({
  type: 'heatmap' as const,
  itemStyle: { borderColor: ink.surface, borderWidth: 2, borderRadius: 4 },
  emphasis: { itemStyle: { borderColor: ink.text, borderWidth: 2 } },
});

/** The figure on a mark; `text` gets its place in the data. */
export const figureOn = (
  ink: Ink,
  position: 'top' | 'right',
  text: (index: number) => string,
  show = true,
): object => ({
  show,
  position,
  color: ink.text,
  fontSize: 12,
  fontWeight: 600,
  formatter: ({ dataIndex }: { dataIndex: number }) => text(dataIndex),
});

export interface RankedBar {
  readonly name: string;
  readonly value: number;
  readonly colour: string;
}

/** Names break only where they are too long: a width would be taken up by short ones too. About 7 px a letter. */
const fitted = (bars: readonly RankedBar[], width: number): object =>
  bars.some(({ name }) => name.length * 7 > width) ? { width, overflow: 'break' } : {};

/** Bars that lie, the longest first, with their names before and their figures behind them. */
export const rankedBars = (
  ink: Ink,
  bars: readonly RankedBar[],
  nameWidth: number,
  format: (value: number) => string,
): EChartsOption => ({
  grid: { ...room, top: 4, right: 48 },
  xAxis: { type: 'value', show: false },
  yAxis: {
    ...categories(
      ink,
      bars.map(({ name }) => name),
    ),
    inverse: true,
    axisLine: { show: false },
    axisLabel: { color: ink.text, fontSize: 13, lineHeight: 16, ...fitted(bars, nameWidth) },
  },
  series: [
    {
      ...bar(
        ink,
        ink.first,
        'plain',
        bars.map(({ value, colour }) => ({ value, itemStyle: { color: colour } })),
      ),
      barMaxWidth: 22,
      label: figureOn(ink, 'right', (index) => format(bars[index]?.value ?? 0)),
    },
  ],
});
