import type { Field, Fields } from './fields.ts';

const escapes = /[%/]/g;

/** A record key of several parts: joined by `/`; a `/` or `%` inside a part is percent-encoded. */
export const joinKey = (parts: readonly string[]): string =>
  parts
    .map((part) => (part.includes('/') || part.includes('%') ? part.replace(escapes, encodeURIComponent) : part))
    .join('/');

/** The parts that `joinKey` joined. */
export const splitKey = (key: string): string[] =>
  key.split('/').map((part) => (part.includes('%') ? part.replaceAll('%2F', '/').replaceAll('%25', '%') : part));

/**
 * The values of these fields, in order, from a record key: instants and whole numbers as numbers, everything else as
 * text. RangeError when the key has another number of parts, or text in place of a number.
 */
export function keyValues(names: readonly string[], fields: Fields, key: string): Record<string, string | number> {
  const parts = splitKey(key);
  if (parts.length !== names.length) throw new RangeError(`${JSON.stringify(key)} has not ${names.length} parts`);
  return Object.fromEntries(names.map((name, at) => [name, keyValue(fields[name], parts[at] ?? '')]));
}

function keyValue(field: Field<unknown> | undefined, part: string): string | number {
  if (field?.kind !== 'int' && field?.kind !== 'instant') return part;
  const number = Number(part);
  if (String(number) === part) return number;
  throw new RangeError(`${JSON.stringify(part)} is no whole number as keys have it`);
}
