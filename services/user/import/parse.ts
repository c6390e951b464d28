import { Readable } from 'node:stream';
import { setImmediate as othersTurn } from 'node:timers/promises';
import { CsvError, parse } from 'csv-parse';
import type { z } from 'zod';
import type { LineFault } from '../answers.ts';
import * as fields from '../fields.ts';
import { type Column, columns, type Line } from './line.ts';

export interface Parsed {
  readonly lines: readonly Line[];
  readonly faults: readonly LineFault[];
  /** Lines with anything on them, good or bad. */
  readonly total: number;
}

export const maxLines = 20_000;

interface RawLine {
  readonly line: number;
  readonly cells: readonly string[];
}

/** After so many lines others get their turn. */
export const sliceLines = 500;
const pieceChars = 65_536;

/**
 * Reads a CSV file with a header, separated by commas or (as Excel writes it in Ukraine) semicolons; every fault has
 * its line.
 */
export async function parseFile(text: string): Promise<Parsed> {
  const broken: LineFault[] = [];
  const [header, ...rest] = await readCells(text, broken);
  if (!header) return { lines: [], faults: [fault(1, '', '', 'the file is empty', headerRemedy)], total: 0 };
  const wrong = headerFaults(header);
  if (wrong.length > 0) return { lines: [], faults: wrong, total: rest.length + broken.length };
  if (rest.length > maxLines) return { lines: [], faults: [tooMany(rest.length)], total: rest.length };
  const lines: Line[] = [];
  const faults: LineFault[] = [];
  for (const [at, raw] of rest.entries()) {
    if (at % sliceLines === 0) await othersTurn();
    const read = readLine(header.cells as readonly Column[], raw);
    if (read.line) lines.push(read.line);
    faults.push(...read.faults);
  }
  return { lines, faults: [...broken, ...faults], total: rest.length + broken.length };
}

const headerRemedy = `Begin with a line of column names: ${columns.join(', ')}.`;

const tooMany = (count: number) =>
  fault(1, '', String(count), `more than ${maxLines} lines`, 'Split the file and import its parts.');

export const fault = (line: number, column: string, value: string, message: string, remedy: string): LineFault => ({
  line,
  column,
  value: value.slice(0, 200),
  message,
  remedy,
});

interface CsvRecord {
  readonly record: string[];
  readonly info: { readonly lines: number };
}

/** Empty lines are left out; what is no CSV at all goes to `broken`. */
async function readCells(text: string, broken: LineFault[]): Promise<RawLine[]> {
  const [first = ''] = text.split('\n', 1);
  const parser = parse({
    bom: true,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    trim: true,
    delimiter: first.split(';').length > first.split(',').length ? ';' : ',',
    skip_records_with_error: true,
    on_skip: (error) => void broken.push(brokenLine(error)),
  });
  Readable.from(pieces(text)).pipe(parser);
  const lines: RawLine[] = [];
  let end = 0;
  let read = 0;
  for await (const { record, info } of parser as AsyncIterable<CsvRecord>) {
    const line = Math.max(end + 1, info.lines - record.join('').split('\n').length + 1);
    end = info.lines;
    if (record.some((cell) => cell !== '')) lines.push({ line, cells: record });
    if (++read % sliceLines === 0) await othersTurn();
  }
  return lines;
}

function* pieces(text: string): Generator<string> {
  for (let at = 0; at < text.length; at += pieceChars) yield text.slice(at, at + pieceChars);
}

function brokenLine(error: CsvError | Error | undefined): LineFault {
  const line = error instanceof CsvError ? Number((error as { lines?: unknown }).lines ?? 0) : 0;
  return fault(line, '', '', 'quotation marks that do not match', 'Write a quotation mark inside of a text twice.');
}

function headerFaults({ line, cells }: RawLine): LineFault[] {
  const unknown = cells.filter((cell) => !(columns as readonly string[]).includes(cell));
  const twice = cells.filter((cell, at) => cells.indexOf(cell) !== at && !unknown.includes(cell));
  return [
    ...unknown.map((name) => fault(line, name, name, 'no column of this name', headerRemedy)),
    ...twice.map((name) => fault(line, name, name, 'this column comes twice', 'Keep one of them.')),
    ...(cells.includes('employee_number')
      ? []
      : [fault(line, 'employee_number', '', 'this column is missing', headerRemedy)]),
  ];
}

const readers: Readonly<Record<Column, readonly [keyof Line, (cell: string) => unknown, z.ZodType, string]>> = {
  employee_number: [
    'employeeId',
    asIs,
    fields.employeeNumber,
    'Write the number that the company knows the person by.',
  ],
  first_name: ['firstName', asIs, fields.name, 'Write the given name on one line.'],
  last_name: ['lastName', asIs, fields.name, 'Write the family name on one line.'],
  email: ['email', asIs, fields.email, 'Write an address such as olena@company.example.'],
  department: ['department', asIs, fields.departmentName, 'Write the name of a department.'],
  department_from: ['from', asIs, fields.day, 'Write the day as YYYY-MM-DD.'],
  manager: ['managerId', asIs, fields.employeeNumber, 'Write the employee number of the manager.'],
  region: ['region', asIs, fields.region, 'Write a region such as UA.'],
  locale: ['locale', asIs, fields.locale, 'Write uk or en.'],
  hired_on: ['hiredOn', asIs, fields.day, 'Write the day as YYYY-MM-DD.'],
  schedule: ['schedule', numbers, fields.shares.transform(fields.millionthsOf), 'Write seven shares: 1 1 1 1 0.5 0 0.'],
};

function asIs(cell: string): string {
  return cell;
}

function numbers(cell: string): number[] {
  return cell.split(/\s+/).map(Number);
}

function readLine(header: readonly Column[], { line, cells }: RawLine): { line?: Line; faults: LineFault[] } {
  if (cells.length !== header.length) return { faults: [wrongWidth(line, cells.length, header.length)] };
  const faults: LineFault[] = [];
  const values: Record<string, unknown> = { line };
  header.forEach((column, at) => {
    const cell = cells[at] ?? '';
    const [name, convert, type, remedy] = readers[column];
    if (cell === '' && column !== 'employee_number') return;
    const result = type.safeParse(convert(cell));
    if (result.success) values[name] = result.data;
    else faults.push(fault(line, column, cell, result.error.issues[0]?.message ?? 'not usable', remedy));
  });
  return faults.length > 0 ? { faults } : { line: values as Partial<Line> as Line, faults };
}

const wrongWidth = (line: number, count: number, wanted: number) =>
  fault(
    line,
    '',
    '',
    `${count} cells instead of ${wanted}`,
    'Put texts that contain the separator into quotation marks.',
  );
