import type { EChartsOption } from 'echarts';
import type { Row, StatisticAnswer } from '#api/answers.ts';
import type { Ink } from '../../charts/ink.ts';
import { alongAxis, bar, categories, figureOn, heatmap, type Point, room, values } from '../../charts/picture.ts';
import { dayOf, greatest, numberOf, sumBy, textOf } from '../../data/answer.ts';
import { eachMonth } from '../../data/calendar.ts';
import { numberColumn, textColumn } from '../../kit/table.ts';
import type { Speech } from '../../language/speech.ts';
import { departmentName, type Setting } from '../panel.ts';
import { rowsPath } from '../rows.ts';
import { ofMonth, statisticPanel, type Told } from '../statisticPanel.ts';

/** Approved days as a grid of departments and months. */
interface Grid {
  readonly months: readonly string[];
  readonly departments: readonly string[];
  readonly days: (department: string, month: string) => number;
  readonly byMonth: ReadonlyMap<string, number>;
  readonly byDepartment: ReadonlyMap<string, number>;
  readonly all: number;
}

function gridOf(rows: readonly Row[], { period, speech }: Setting): Grid {
  const byMonth = sumBy(rows, (row) => dayOf(row, 'month'), 'approvedDays');
  const byDepartment = sumBy(rows, (row) => textOf(row, 'department'), 'approvedDays');
  const cells = sumBy(rows, (row) => `${textOf(row, 'department')}\n${dayOf(row, 'month')}`, 'approvedDays');
  return {
    months: eachMonth(period),
    departments: [...byDepartment.keys()].sort(speech.compare),
    days: (department, month) => cells.get(`${department}\n${month}`) ?? 0,
    byMonth,
    byDepartment,
    all: rows.reduce((sum, row) => sum + numberOf(row, 'approvedDays'), 0),
  };
}

function pointsOf(grid: Grid, { speech, filters }: Setting): readonly Point[] {
  const { text, month: named, plural, percent, number } = speech;
  const said = (name: string, days: number): string =>
    text('vacation.point', {
      name,
      days: plural('unit.days', days),
      share: percent(grid.all === 0 ? null : days / grid.all),
      whole: number(grid.all),
    });
  const behind = (month: string, departments = filters.departments): string =>
    rowsPath('requests', { ...ofMonth(filters, month), departments });
  const totals = grid.months.map((month) => ({
    text: said(named(month), grid.byMonth.get(month) ?? 0),
    href: behind(month),
  }));
  const cells = grid.departments.flatMap((department, y) =>
    grid.months.map((month, x) => ({
      series: 1,
      index: y * grid.months.length + x,
      text: said(`${departmentName(speech, department)}, ${named(month)}`, grid.days(department, month)),
      href: behind(month, [department]),
    })),
  );
  return [...alongAxis(totals), ...(grid.departments.length > 1 ? cells : [])];
}

const rounded = (speech: Speech, value: number): string => (value === 0 ? '' : speech.number(Math.round(value)));

function axes(grid: Grid, speech: Speech, ink: Ink, left: number, cellWidth: number): EChartsOption {
  const names = grid.months
    .map((month) => speech.shortMonth(month))
    .map((name) => (cellWidth < 30 ? name.slice(0, 1) : name));
  const departments = grid.departments.map((name) => departmentName(speech, name));
  const name = { color: ink.text, fontSize: 12, width: left - 10, overflow: 'truncate' as const, interval: 0 };
  return {
    grid: [
      { left, right: 4, top: 20, height: '24%' },
      { left, right: 4, top: '36%', bottom: 24 },
    ],
    xAxis: [
      { ...categories(ink, names), axisLabel: { show: false } },
      {
        ...categories(ink, names),
        gridIndex: 1,
        axisLine: { show: false },
        axisLabel: { color: ink.muted, interval: 0, fontSize: 12 },
      },
    ],
    yAxis: [
      { ...values(ink, speech.number), show: false },
      { ...categories(ink, departments), gridIndex: 1, inverse: true, axisLine: { show: false }, axisLabel: name },
    ],
  };
}

/** The cells of departments × months, light to strong; figures where there is room for them. */
function heat(grid: Grid, speech: Speech, ink: Ink, labels: boolean): { series: object; top: number } {
  const cells = grid.departments.flatMap((department, y) =>
    grid.months.map((month, x) => [x, y, Math.round(grid.days(department, month) * 10) / 10] as const),
  );
  const top = Math.max(1, ...cells.map(([, , days]) => days));
  const data = cells.map((value) => ({ value, label: { color: value[2] > top * 0.93 ? ink.onStrong : ink.text } }));
  const text = ({ value }: { value: unknown }): string => rounded(speech, Number((value as number[])[2]));
  const label = { show: labels, fontSize: 12, formatter: text };
  const series = { ...heatmap(ink), xAxisIndex: 1, yAxisIndex: 1, data, label };
  return { series, top };
}

/** The bars alone: of one department the grid below would say the same again. */
function drawBars(grid: Grid, speech: Speech, ink: Ink): EChartsOption {
  const totals = grid.months.map((month) => grid.byMonth.get(month) ?? 0);
  const names = grid.months.map((month) => speech.shortMonth(month));
  const label = figureOn(ink, 'top', (index) => rounded(speech, totals[index] ?? 0));
  return {
    grid: room,
    xAxis: categories(ink, names),
    yAxis: values(ink, speech.number),
    series: [{ ...bar(ink, ink.first, 'plain', totals), label }],
  };
}

/** Bars of the months above, departments × months below, both on the same columns. */
function draw(grid: Grid, speech: Speech, ink: Ink, width: number): EChartsOption {
  const left = width < 480 ? 84 : 124;
  const cellWidth = (width - left) / Math.max(1, grid.months.length);
  const totals = grid.months.map((month) => grid.byMonth.get(month) ?? 0);
  const { series, top } = heat(grid, speech, ink, cellWidth > 30);
  const label = figureOn(ink, 'top', (index) => rounded(speech, totals[index] ?? 0), cellWidth > 28);
  return {
    ...axes(grid, speech, ink, left, cellWidth),
    visualMap: { show: false, seriesIndex: 1, min: 0, max: top, inRange: { color: [...ink.scale] } },
    series: [{ ...bar(ink, ink.first, 'plain', totals), label }, series],
  };
}

function tableOf(grid: Grid, { speech }: Setting): Told['table'] {
  return {
    columns: [
      textColumn('month', speech.text('month'), (value) => speech.month(String(value))),
      ...grid.departments.map((name) => numberColumn(`in ${name}`, departmentName(speech, name), speech.number)),
      numberColumn('total', speech.text('table.total'), speech.number),
    ],
    rows: grid.months.map((month) => ({
      ...Object.fromEntries(grid.departments.map((name) => [`in ${name}`, grid.days(name, month)])),
      month,
      total: grid.byMonth.get(month) ?? 0,
    })),
  };
}

function tell({ rows }: StatisticAnswer, setting: Setting): Told {
  const { speech, filters, period } = setting;
  const grid = gridOf(rows, setting);
  const isGrid = grid.departments.length > 1;
  const month = greatest(grid.byMonth);
  const department = greatest(grid.byDepartment);
  const days = (value = 0): string => speech.plural('unit.days', Math.round(value * 10) / 10);
  return {
    empty: grid.all === 0,
    answer: speech.sentence(isGrid ? 'vacation.answer' : 'vacation.answer.one', {
      approved: days(grid.all),
      month: speech.month(month?.[0] ?? period.from),
      monthDays: days(month?.[1]),
      department: departmentName(speech, department?.[0] ?? ''),
      departmentDays: days(department?.[1]),
    }),
    href: rowsPath('requests', filters, { status: 'approved' }),
    picture: {
      trigger: 'item',
      legend: isGrid ? [{ label: speech.text('vacation.legend'), swatch: 'scale' }] : [],
      points: pointsOf(grid, setting),
      option: (ink, width) => (isGrid ? draw(grid, speech, ink, width) : drawBars(grid, speech, ink)),
    },
    table: tableOf(grid, setting),
  };
}

/** Approved vacation days by month and department. */
export const vacationDays = statisticPanel({
  statistic: 'vacation_days',
  by: ['month', 'department'],
  span: 7,
  gap: 1000,
  tell,
});
