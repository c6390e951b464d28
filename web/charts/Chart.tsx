import { useEffect, useRef, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { announce, dark, speech } from '../language/appearance.ts';
import type { Drawing } from './draw.ts';
import { readInk } from './ink.ts';
import type { Picture, Point } from './picture.ts';

/** The chart library, once for the page, after the first paint. */
let library: Promise<typeof import('./draw.ts')> | undefined;
const afterPaint = (): Promise<void> => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0)));
function load(): Promise<typeof import('./draw.ts')> {
  library ??= afterPaint().then(() => import('./draw.ts'));
  return library;
}

function useDrawing(open: (point: Point) => void) {
  const box = useRef<HTMLDivElement>(null);
  const [drawing, setDrawing] = useState<Drawing | null>(null);
  useEffect(() => {
    let gone = false;
    let made: Drawing | null = null;
    const watch = new ResizeObserver(() => made?.resize());
    void load().then((charts) => {
      if (gone || box.current === null) return;
      made = charts.drawing(box.current, open);
      watch.observe(box.current);
      setDrawing(made);
    });
    return () => {
      gone = true;
      watch.disconnect();
      made?.dispose();
    };
  }, []);
  return { box, drawing };
}

function step(key: string, at: number, count: number): number | null {
  if (key === 'ArrowRight' || key === 'ArrowDown') return Math.min(count - 1, at + 1);
  if (key === 'ArrowLeft' || key === 'ArrowUp') return Math.max(0, at - 1);
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  return null;
}

/** Reads a chart value by value with the arrow keys. */
function useWalk(points: readonly Point[], drawing: Drawing | null, open: (point: Point) => void) {
  const at = useRef(-1);
  function leave(): void {
    at.current = -1;
    drawing?.show(null);
  }
  function onKeyDown(event: KeyboardEvent): void {
    const here = points[at.current];
    if (event.key === 'Escape') leave();
    if (event.key === 'Enter' && here !== undefined) open(here);
    const next = step(event.key, at.current, points.length);
    const point = next === null ? undefined : points[next];
    if (next === null || point === undefined) return;
    event.preventDefault();
    at.current = next;
    drawing?.show(point);
    announce(point.text.replaceAll('\n', ', '));
  }
  return { onKeyDown, onBlur: leave };
}

/**
 * A picture of numbers, by mouse, touch and keyboard. The sentence above and the table behind say the same in words.
 */
export function Chart({ picture, label }: { picture: Picture; label: string }) {
  const { route } = useLocation();
  function open({ href }: Point): void {
    if (href !== undefined) route(href);
  }
  const { box, drawing } = useDrawing(open);
  const isDark = dark.value;
  useEffect(() => {
    drawing?.draw(picture, readInk());
  }, [drawing, picture, isDark]);
  const walk = useWalk(picture.points, drawing, open);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a figure with keys, no group of form fields
    <div
      class="chart"
      role="group"
      aria-roledescription={speech.value.text('panel.chart')}
      aria-label={`${label} ${speech.value.text('panel.keys')}`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow keys read its values
      tabIndex={0}
      {...walk}
    >
      <div class="chart-box" ref={box} aria-hidden="true" data-drawn={drawing !== null} />
    </div>
  );
}
