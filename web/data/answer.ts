import type { Cell, Figure, Row, StatisticAnswer } from '#api/answers.ts';

/** The value of a key column, however coarsened: `decidedOn` also finds `decidedOn:month`. */
export function cell(row: Row, column: string): Cell {
  if (column in row) return row[column] ?? null;
  const coarse = Object.keys(row).find((name) => name.startsWith(`${column}:`));
  return coarse === undefined ? null : (row[coarse] ?? null);
}

export const textOf = (row: Row, column: string): string => String(cell(row, column) ?? '');

/** A day of a date or instant column. */
export const dayOf = (row: Row, column: string): string => textOf(row, column).slice(0, 10);

export function numberOf(row: Row, column: string): number {
  const value = cell(row, column);
  return typeof value === 'number' ? value : Number(value ?? 0) || 0;
}

const nothing: Figure = { value: null, numerator: 0, denominator: 0 };

export function derivedOf(row: Row, column: string): Figure {
  const value = cell(row, column);
  if (typeof value === 'number') return { ...nothing, value };
  return typeof value === 'object' && value !== null ? value : nothing;
}

/** Sums a measure over the rows of each key. */
export function sumBy(rows: readonly Row[], key: (row: Row) => string, measure: string): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const row of rows) sums.set(key(row), (sums.get(key(row)) ?? 0) + numberOf(row, measure));
  return sums;
}

/** The entry with the greatest value; of equals the first. */
export function greatest(sums: ReadonlyMap<string, number>): readonly [key: string, value: number] | null {
  let best: readonly [string, number] | null = null;
  for (const entry of sums) if (best === null || entry[1] > best[1]) best = entry;
  return best;
}

/** Epoch ms of an instant, which travels as a number or as RFC 3339. */
export const instantOf = (value: string | number): number => (typeof value === 'number' ? value : Date.parse(value));

export const totalOf = (answer: StatisticAnswer, measure: string): number =>
  measure in answer.total
    ? numberOf(answer.total, measure)
    : answer.rows.reduce((sum, row) => sum + numberOf(row, measure), 0);
