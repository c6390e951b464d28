import ExcelJS from 'exceljs';
import { nameOf } from '#domain/person.ts';
import type { LocalDate } from '#lib/dates.ts';
import type { IntlShape } from './intl.ts';
import type { Messages } from './messages/messages.ts';
import type { AbsenceRow, RequestRow } from './reading.ts';
import { differenceOf, figureUnits, type Report } from './report.ts';

type Column = keyof Messages['columns'];
type Cell = string | number | Date | null;

interface Sheet {
  readonly name: keyof Messages['sheets'];
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
}

/** What a mail may carry; the dashboard has the rest. */
const mostRows = 10_000;

const formats: Readonly<Partial<Record<Column, string>>> = {
  from: 'yyyy-mm-dd',
  to: 'yyyy-mm-dd',
  day: 'yyyy-mm-dd',
  submitted: 'yyyy-mm-dd hh:mm',
  decided: 'yyyy-mm-dd hh:mm',
};

/**
 * The rows behind a report as XLSX, a sheet each; days are days, instants are on the clocks of `zone`. Text is never a
 * formula.
 */
export async function workbookOf(report: Report, intl: IntlShape, zone: string): Promise<Buffer> {
  const book = new ExcelJS.Workbook();
  book.creator = 'Leaveline';
  for (const sheet of sheetsOf(report, intl, zone)) addSheet(book, sheet, intl);
  return Buffer.from(await book.xlsx.writeBuffer());
}

function addSheet(book: ExcelJS.Workbook, { name, columns, rows }: Sheet, { messages }: IntlShape): void {
  const sheet = book.addWorksheet(messages.sheets[name], { views: [{ state: 'frozen', ySplit: 1 }] });
  const shown = rows.slice(0, mostRows);
  sheet.columns = columns.map((column, at) => ({
    header: messages.columns[column],
    width: widthOf(messages.columns[column], shown, at),
    style: formats[column] === undefined ? {} : { numFmt: formats[column] },
  }));
  sheet.addRows(shown.map((row) => [...row]));
  sheet.getRow(1).font = { bold: true };
  sheet.autoFilter = { from: { row: 1, column: 1 }, to: { row: 1, column: columns.length } };
}

function widthOf(head: string, rows: readonly (readonly Cell[])[], at: number): number {
  const lengths = rows.slice(0, 200).map((row) => (row[at] instanceof Date ? 16 : String(row[at] ?? '').length));
  return Math.min(50, Math.max(head.length, ...lengths) + 2);
}

function sheetsOf(report: Report, intl: IntlShape, zone: string): Sheet[] {
  const person = (row: Parameters<typeof nameOf>[0] & { department: string }) => [nameOf(row), row.department];
  const requests = (rows: readonly RequestRow[]) =>
    rows.map((row) => [
      ...person(row),
      ...[intl.leave(row.leaveType), dayOf(row.from), dayOf(row.to), row.days],
      ...[intl.status(row.status), instantOf(row.submittedAt, zone), instantOf(row.decidedAt, zone)],
    ]);
  const who = ['person', 'department'] as const;
  const requestColumns = [...who, 'leaveType', 'from', 'to', 'days', 'status', 'submitted', 'decided'] as const;
  return [
    figuresSheet(report, intl),
    { name: 'requests', columns: requestColumns, rows: requests(report.requests) },
    {
      name: 'absences',
      columns: [...who, 'day', 'leaveType', 'fraction', 'counted'],
      rows: report.absences.map((row) => [...person(row), dayOf(row.day), ...absenceOf(row, intl)]),
    },
    {
      name: 'ahead',
      columns: [...who, 'from', 'to', 'leaveType'],
      rows: report.away.map((row) => [...person(row), dayOf(row.from), dayOf(row.to), intl.leave(row.leaveType)]),
    },
    { name: 'waiting', columns: requestColumns, rows: requests(report.waiting) },
  ];
}

/** Of somebody who is ill it is told that they were away, not why. */
const absenceOf = ({ kind, leaveType, fraction, counted, working }: AbsenceRow, { leave }: IntlShape): Cell[] =>
  kind === 'sick' ? [leave(null), fraction, working] : [leave(leaveType), fraction, counted];

function figuresSheet({ figures, byStatus, byLeaveType }: Report, intl: IntlShape): Sheet {
  const { messages } = intl;
  const parts = (title: string, all: Report['byStatus'], wordOf: (name: string) => string) =>
    all.map(({ name, current, before }) => [
      `${title}: ${wordOf(name)}`,
      current,
      before,
      current - before,
      null,
      null,
    ]);
  return {
    name: 'figures',
    columns: ['figure', 'current', 'before', 'difference', 'numerator', 'denominator'],
    rows: [
      ...figures.map((figure) => [
        `${messages.figures[figure.name]} (${messages.units[figureUnits[figure.name]]})`,
        ...[figure.current, figure.before, differenceOf(figure), figure.numerator, figure.denominator],
      ]),
      ...parts(messages.charts.status, byStatus, intl.status),
      ...parts(messages.charts.leave, byLeaveType, intl.leave),
    ],
  };
}

const dayOf = (day: LocalDate): Date => new Date(`${day}T00:00:00Z`);

/** Spreadsheets know no zones: the time that clocks showed. */
function instantOf(instant: string | null, zone: string): Date | null {
  if (instant === null) return null;
  const shown = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'medium', timeZone: zone });
  return new Date(`${shown.format(Date.parse(instant)).replace(' ', 'T')}Z`);
}
