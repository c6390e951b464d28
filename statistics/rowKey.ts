import type { Fields } from '#schemas/fields.ts';
import { joinKey, keyValues } from '#schemas/keys.ts';

/** The columns that a row is keyed by: names in order, with their fields. */
interface Keyed {
  readonly key: Fields;
}

/**
 * The record key of a statistic's row: the key columns' values in their order, joined by `joinKey`; dates as
 * `YYYY-MM-DD`, instants as epoch ms, whole numbers as digits.
 */
export const rowKey = (statistic: Keyed, row: Readonly<Record<string, unknown>>): string =>
  joinKey(Object.keys(statistic.key).map((column) => String(row[column])));

/**
 * The key columns of a row from its record key, also a tombstone's. RangeError when the key is not of this statistic.
 */
export const parseRowKey = ({ key: columns }: Keyed, key: string): Record<string, string | number> =>
  keyValues(Object.keys(columns), columns, key);
