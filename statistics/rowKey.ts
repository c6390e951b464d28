import type { Field, Fields } from '#schemas/fields.ts';
import { joinKey, splitKey } from '#schemas/keys.ts';

/** The columns that a row is keyed by: names in order, with their fields. */
interface Keyed {
  readonly name: string;
  readonly key: Fields;
}

type KeyValue = string | number;

/**
 * The record key of a statistic's row: the key columns' values in their order, joined by `joinKey`; dates as
 * `YYYY-MM-DD`, instants as epoch ms, whole numbers as digits.
 */
export const rowKey = (statistic: Keyed, row: Readonly<Record<string, unknown>>): string =>
  joinKey(Object.keys(statistic.key).map((column) => String(row[column])));

/**
 * The key columns of a row from its record key, also a tombstone's. RangeError when the key is not of this statistic.
 */
export function parseRowKey(statistic: Keyed, key: string): Record<string, KeyValue> {
  const parts = splitKey(key);
  const columns = Object.entries(statistic.key);
  if (parts.length !== columns.length) throw new RangeError(`"${key}" is no key of ${statistic.name}`);
  return Object.fromEntries(columns.map(([name, field], at) => [name, keyValue(field, parts[at] ?? '')]));
}

const keyValue = (field: Field<unknown>, text: string): KeyValue =>
  field.kind === 'int' || field.kind === 'instant' ? Number(text) : text;
