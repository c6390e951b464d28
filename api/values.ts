import { z } from 'zod';
import { ONE_DAY, parseMillionths } from '#lib/millionths.ts';
import type { Field, FieldKind, Fields } from '#schemas/fields.ts';
import { columnName } from '#tables/tables.ts';
import type { RawRow } from './clickhouse.ts';

const shapes: Readonly<Record<Exclude<FieldKind, 'list'>, () => z.ZodType>> = {
  string: () => z.string(),
  uuid: () => z.guid(),
  int: () => z.int(),
  boolean: () => z.boolean(),
  date: () => z.iso.date(),
  instant: () => z.iso.datetime(),
  days: () => z.number(),
};

const plain = (kind: FieldKind | undefined): z.ZodType => {
  if (kind === undefined || kind === 'list') throw new TypeError('a list of lists has no shape');
  return shapes[kind]();
};

/** What a field looks like in an answer. */
function shapeOf(field: Field<unknown>): z.ZodType {
  const shape = field.kind === 'list' ? z.array(plain(field.item)) : plain(field.kind);
  return (field.nullable ? shape.nullable() : shape).describe(field.doc);
}

/** Rows of these fields. */
export const rowShape = (fields: Fields): z.ZodRawShape =>
  Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, shapeOf(field)]));

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
const days = (value: unknown): number => (parseMillionths(String(value)) ?? Number.NaN) / ONE_DAY;
