import { badParameters } from './problem.ts';

/** Where a page ends: the order it was read in, and its last row's values of the columns that the order is by. */
export interface Position {
  readonly order: string;
  readonly values: readonly string[];
}

/** As text for an address. */
export const writeCursor = ({ order, values }: Position): string =>
  Buffer.from(JSON.stringify([order, ...values])).toString('base64url');

/**
 * Reads a cursor for this order; `fits` tells whether a text can be a value of each column. Problem 400 for any other
 * text.
 */
export function readCursor(text: string, order: string, fits: readonly ((value: string) => boolean)[]): Position {
  const [asked, ...values] = parsed(text);
  if (asked !== order || values.length !== fits.length || !values.every((value, at) => fits[at]?.(value)))
    throw badParameters([
      {
        field: 'cursor',
        value: text,
        message: 'not the `next` of an answer in the same order; leave it out to begin anew',
      },
    ]);
  return { order, values };
}

function parsed(text: string): string[] {
  try {
    const list: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    return Array.isArray(list) && list.every((item) => typeof item === 'string') ? list : [];
  } catch {
    return [];
  }
}
