import { slicesOf } from '#lib/slices.ts';

/** Part of a WHERE; its values are parameters whose names no other condition uses. */
export interface Condition {
  readonly sql: string;
  readonly params: Readonly<Record<string, unknown>>;
}

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
export const notBefore = (name: string, day: string, from: string): Condition => ({
  sql: `${day} >= {${name}:Date32}`,
  params: { [name]: from },
});

/** The day is not after `to`. */
export const notAfter = (name: string, day: string, to: string): Condition => ({
  sql: `${day} <= {${name}:Date32}`,
  params: { [name]: to },
});

/** The local day of an instant column; its statement needs the parameter `zone`. */
export const localDay = (column: string): string => `toDate32(toTimeZone(${column}, {zone:String}))`;

/** Conditions as one WHERE, and the parameters of all of them. */
export function allOf(conditions: readonly Condition[], ...more: readonly string[]): Condition {
  const tests = [...more, ...conditions.map(({ sql }) => sql)];
  return { sql: tests.join(' AND ') || 'true', params: Object.assign({}, ...conditions.map(({ params }) => params)) };
}
