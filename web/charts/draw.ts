import type { EChartsOption } from 'echarts';
import { BarChart, HeatmapChart, LineChart } from 'echarts/charts';
import {
  AriaComponent,
  GridComponent,
  MarkLineComponent,
  TooltipComponent,
  VisualMapComponent,
} from 'echarts/components';
import { type EChartsType, init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import type { Ink } from './ink.ts';
import type { Picture, Point } from './picture.ts';

use([
  BarChart,
  LineChart,
  HeatmapChart,
  GridComponent,
  TooltipComponent,
  VisualMapComponent,
  MarkLineComponent,
  AriaComponent,
  SVGRenderer,
]);

/** A drawn chart: given new data it moves there, it is never drawn from nothing again. */
export interface Drawing {
  draw(picture: Picture, ink: Ink): void;
  /** Shows what a value says, as if pointed at; null hides it. */
  show(point: Point | null): void;
  resize(): void;
  dispose(): void;
}

const calm = matchMedia('(prefers-reduced-motion: reduce)');

/** A tooltip made of elements, for inline styles would need a weaker content security policy. */
function tooltip(text: string): HTMLElement {
  const box = document.createElement('div');
  box.className = 'tip';
  for (const [index, line] of text.split('\n').entries()) {
    const row = document.createElement(index === 0 ? 'strong' : 'span');
    row.textContent = line;
    box.append(row);
  }
  return box;
}

/** What ECharts says of a value that is pointed at. */
interface Mark {
  readonly seriesIndex?: number;
  readonly dataIndex?: number;
}

const pointAt = ({ points, trigger }: Picture, { seriesIndex, dataIndex }: Mark): Point | undefined =>
  points.find(({ series, index }) => index === dataIndex && (trigger === 'axis' || series === seriesIndex));

const common = (picture: Picture, ink: Ink): EChartsOption => ({
  animation: !calm.matches,
  animationDuration: 0,
  animationDurationUpdate: 300,
  textStyle: { fontFamily: ink.font, color: ink.text },
  aria: { enabled: true, label: { enabled: false }, decal: { show: false } },
  tooltip: {
    trigger: picture.trigger,
    confine: true,
    transitionDuration: 0,
    axisPointer: { type: 'shadow', shadowStyle: { color: ink.text, opacity: 0.05 } },
    padding: 0,
    borderWidth: 0,
    backgroundColor: 'transparent',
    extraCssText: 'box-shadow:none',
    formatter: (marks: unknown) => {
      const mark = (Array.isArray(marks) ? marks[0] : marks) as Mark;
      return tooltip(pointAt(picture, mark)?.text ?? '');
    },
  },
});

/** Draws into an element; `onOpen` is told which value was clicked. */
export function drawing(element: HTMLElement, onOpen: (point: Point) => void): Drawing {
  const chart: EChartsType = init(element, null, { renderer: 'svg' });
  let last: Picture | null = null;
  let ink: Ink | null = null;
  let width = chart.getWidth();
  function paint(): void {
    if (last === null || ink === null) return;
    chart.setOption(
      { ...common(last, ink), ...last.option(ink, width) },
      { notMerge: false, replaceMerge: ['series', 'xAxis', 'yAxis', 'grid'] },
    );
  }
  chart.on('click', (mark) => {
    const point = last === null ? undefined : pointAt(last, mark);
    if (point !== undefined) onOpen(point);
  });
  return {
    draw: (picture, colours) => {
      last = picture;
      ink = colours;
      paint();
    },
    show: (point) => {
      if (point === null) chart.dispatchAction({ type: 'hideTip' });
      else chart.dispatchAction({ type: 'showTip', seriesIndex: point.series, dataIndex: point.index });
    },
    resize: () => {
      chart.resize();
      width = chart.getWidth();
      paint();
    },
    dispose: () => chart.dispose(),
  };
}
