import { z } from 'zod';

/** The parameter of what can be had as JSON and as CSV. */
export const format = z
  .enum(['json', 'csv'])
  .default('json')
  .describe('json, or csv with the filters in leading comment lines.');

/** A value of a cell; null is an empty one. */
export type Cell = string | number | boolean | null;

export interface CsvTable {
  /** Lines in front of the table, without their `# `. */
  readonly comments: readonly string[];
  readonly head: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

/**
 * Text by RFC 4180 with comment lines in front. A text that a spreadsheet would take for a formula has a `'` in front
 * of it, for names come from outside.
 */
export function csvText({ comments, head, rows }: CsvTable): string {
  const lines = [
    ...comments.map((comment) => `# ${comment.replace(/[\r\n\u2028\u2029]+/g, ' ')}`),
    head.map(csvCell).join(','),
    ...rows.map((row) => row.map(csvCell).join(',')),
  ];
  return `${lines.join('\r\n')}\r\n`;
}

function csvCell(value: Cell): string {
  if (value === null) return '';
  if (typeof value !== 'string') return String(value);
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
