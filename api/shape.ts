import { z } from 'zod';
import type { Field, FieldKind, Fields } from '#schemas/fields.ts';

/** What a field of a record is in an answer: an instant is text. */
type Shown<T, K> = [K] extends ['instant'] ? Exclude<T, number> | string : T;

/** A row of these fields in an answer. */
export type RowOf<F extends Fields> = {
  readonly [N in keyof F]: F[N] extends Field<infer T, infer K> ? Shown<T, K> : never;
};

const shapes: Readonly<Record<Exclude<FieldKind, 'list'>, () => z.ZodType>> = {
  string: () => z.string(),
  uuid: () => z.guid(),
  int: () => z.int(),
  boolean: () => z.boolean(),
  date: () => z.iso.date(),
  instant: () => z.iso.datetime(),
  days: () => z.number(),
};

function plainShape(kind: FieldKind | undefined): z.ZodType {
  if (kind === undefined || kind === 'list') throw new TypeError('a list of lists has no shape');
  return shapes[kind]();
}

function shapeOf(field: Field<unknown>): z.ZodType {
  const shape = field.kind === 'list' ? z.array(plainShape(field.item)) : plainShape(field.kind);
  return (field.nullable ? shape.nullable() : shape).describe(field.doc);
}

/** The shape of such a row. */
export const rowShape = (fields: Fields): z.ZodRawShape =>
  Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, shapeOf(field)]));

/** A page of rows. */
export interface Page<R> {
  readonly rows: readonly R[];
  /** `cursor` of the next page; null at the end. */
  readonly next: string | null;
}

/** The shape of a page of such rows. */
export function pageShape<R>(shape: z.ZodRawShape): z.ZodType<Page<R>> {
  const page = z.strictObject({ rows: z.array(z.strictObject(shape)), next: z.string().nullable() });
  return page as unknown as z.ZodType<Page<R>>;
}
