import { oneDay, parseMillionths } from '#lib/millionths.ts';
import type { Field, FieldKind, Fields } from '#schemas/fields.ts';
import { columnName } from '#tables/tables.ts';
import type { RawRow } from './clickhouse.ts';

/** A row of an answer from a row of a table: camelCase, days as numbers of days, whole numbers as numbers. */
export const readRow = (fields: Fields, row: RawRow): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, readValue(field, row[columnName(name)])]));

function readValue({ kind, item }: Field<unknown>, value: unknown): unknown {
  if (value === null || value === undefined) return null;
  if (Array.isArray(value)) return value.map((element) => readPlain(item, element));
  return readPlain(kind, value);
}

function readPlain(kind: FieldKind | undefined, value: unknown): unknown {
  if (kind === 'days') return days(value);
  return kind === 'int' ? Number(value) : value;
}

/** A decimal's text as the nearest number, which is exact below a thousand million days. */
const days = (value: unknown): number => (parseMillionths(String(value)) ?? Number.NaN) / oneDay;
