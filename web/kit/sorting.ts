import type { TableRow, Value } from './table.ts';

/** By which column rows are sorted, and which way; null: as they came. */
export type Sorting = { readonly id: string; readonly descending: boolean } | null;

function compare(a: Value, b: Value): number {
  if (a === b || a === null || b === null) return 0;
  return a < b ? -1 : 1;
}

/** The rows in this order; where a row says nothing it comes last, whichever way. Equal ones keep their order. */
export function sorted<Row extends TableRow>(rows: readonly Row[], sorting: Sorting): readonly Row[] {
  if (sorting === null) return rows;
  const cell = (row: Row): Value => row[sorting.id] ?? null;
  const sign = sorting.descending ? -1 : 1;
  return rows.toSorted((one, other) => {
    const a = cell(one);
    const b = cell(other);
    return Number(a === null) - Number(b === null) || sign * compare(a, b);
  });
}

/**
 * What a heading that is pressed does: first down for numbers and up for words, then the other way, then as it came.
 */
export function turned(sorting: Sorting, id: string, numeric: boolean): Sorting {
  if (sorting?.id !== id) return { id, descending: numeric };
  return sorting.descending === numeric ? { id, descending: !numeric } : null;
}
