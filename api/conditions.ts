import { slicesOf } from '#lib/slices.ts';
import type { Condition } from './list.ts';

/** Conditions from parameters that may not have been given; each names its SQL parameters after the request's. */

/** The column is one of the values; nothing when there are none. */
export const isOneOf = (name: string, column: string, values: readonly string[]): Condition[] =>
  values.length === 0 ? [] : [{ sql: `${column} IN {${name}:Array(String)}`, params: { [name]: values } }];

/** Bytes of one parameter: servers take fields of a form up to 128 KiB. */
const parameterSize = 60_000;

/** The column is one of any number of ids; of none, no row. */
export function isAmong(name: string, column: string, ids: readonly string[]): Condition {
  const slices = slicesOf(ids, parameterSize, "'',".length);
  const tests = slices.map((_, at) => `${column} IN {${name}${at}:Array(String)}`);
  const params = Object.fromEntries(slices.map((slice, at) => [`${name}${at}`, slice]));
  return { sql: `(${tests.join(' OR ') || 'false'})`, params };
}

/** The day is not before `from`. */
export const since = (name: string, day: string, from: string | undefined): Condition[] =>
  from === undefined ? [] : [{ sql: `${day} >= {${name}:Date32}`, params: { [name]: from } }];

/** The day is not after `to`. */
export const until = (name: string, day: string, to: string | undefined): Condition[] =>
  to === undefined ? [] : [{ sql: `${day} <= {${name}:Date32}`, params: { [name]: to } }];

/** One of the columns contains the text, whatever the case. */
export const contains = (columns: readonly string[], q: string | undefined): Condition[] =>
  q === undefined || q.trim() === ''
    ? []
    : [
        {
          sql: `positionCaseInsensitiveUTF8(concatWithSeparator('\\n', ${columns.join(', ')}), {q:String}) > 0`,
          params: { q: q.trim() },
        },
      ];

/** The local day of an instant column; its statement needs the parameter `zone`. */
export const localDay = (column: string): string => `toDate32(toTimeZone(${column}, {zone:String}))`;

/** The company's zone for `localDay`. */
export const inZone = (zone: string): Condition => ({ sql: 'true', params: { zone } });
