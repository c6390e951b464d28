import type { Schema } from 'avsc';
import { z } from 'zod';
import { isLocalDate } from '#lib/dates.ts';
import { oneDay, parseMillionths } from '#lib/millionths.ts';
import { idText } from './ids.ts';
import { instantOf } from './reader/times.ts';

/** What a field is made of; sinks, API and docs derive theirs from it. */
export type FieldKind = 'string' | 'uuid' | 'int' | 'boolean' | 'date' | 'instant' | 'days' | 'list';

/** One field of a record: its TypeScript type T, its Avro type and how JSON from outside is read into it. */
export interface Field<T, K extends FieldKind = FieldKind> {
  readonly kind: K;
  readonly doc: string;
  readonly nullable: boolean;
  /** Personal data: nullable, blanked when the person is erased, never in a key, never read by a statistic. */
  readonly personal: boolean;
  /** What readers of records without this field see; absent: the field is required. */
  readonly fallback?: null | boolean;
  /** What a list is made of. */
  readonly item?: FieldKind;
  readonly avro: Schema;
  readonly json: z.ZodType<T>;
}

export type Fields = Readonly<Record<string, Field<unknown>>>;

/** The TypeScript type of a record with these fields. */
export type ValueOf<F extends Fields> = { readonly [K in keyof F]: F[K] extends Field<infer T> ? T : never };

const plain = { nullable: false, personal: false } as const;

/** Text. */
export const string = (doc: string): Field<string> => ({
  ...plain,
  kind: 'string',
  doc,
  avro: 'string',
  json: z.string().max(4000),
});

/** A whole document as text, of half a million characters at most. */
export const document = (doc: string): Field<string> => ({ ...string(doc), json: z.string().max(500_000) });

/** An opaque key: text that is neither empty nor long, made canonical; a whole number is taken as its digits. */
export const id = (doc: string): Field<string> => ({
  ...string(doc),
  json: z.union([idText, z.int().transform(String)]),
});

/** One of these words, checked at the edge; in Avro a string, so that a new word breaks no schema. */
export const word = <const W extends string>(doc: string, words: readonly [W, ...W[]]): Field<W> => ({
  ...plain,
  kind: 'string',
  doc: `${doc} One of ${words.join(', ')}.`,
  avro: 'string',
  json: z.enum(words) as unknown as z.ZodType<W>,
});

/** A word that publishers may leave out. */
export const wordOr = <const W extends string>(doc: string, words: readonly [W, ...W[]], standard: W): Field<W> => ({
  ...word(doc, words),
  json: z.enum(words).default(standard as never) as unknown as z.ZodType<W>,
});

/** A UUID in lower case. */
export const uuid = (doc: string): Field<string> => ({
  ...plain,
  kind: 'uuid',
  doc,
  avro: { type: 'string', logicalType: 'uuid' } as Schema,
  json: z.guid().transform((text) => text.toLowerCase()) as unknown as z.ZodType<string>,
});

/** A whole number, 32 bits. */
export const int = (doc: string): Field<number> => ({ ...plain, kind: 'int', doc, avro: 'int', json: z.int32() });

/** A count, 53 bits of an Avro long. */
export const count = (doc: string): Field<number> => ({ ...plain, kind: 'int', doc, avro: 'long', json: z.int() });

export const boolean = (doc: string): Field<boolean> => ({
  ...plain,
  kind: 'boolean',
  doc,
  avro: 'boolean',
  json: z.boolean(),
});

/** A calendar day, `YYYY-MM-DD`, 1900 to 2299 (what ClickHouse's Date32 holds). */
export const date = (doc: string): Field<string> => ({
  ...plain,
  kind: 'date',
  doc,
  avro: { type: 'int', logicalType: 'date' } as Schema,
  json: z
    .string()
    .refine(isLocalDate, 'not a calendar day such as 2026-07-01')
    .refine((day) => day >= '1900-01-01' && day <= '2299-12-31', 'a day outside 1900 to 2299'),
});

/** An instant in epoch milliseconds; from outside text that `instantOf` reads. */
export const instant = (doc: string): Field<number, 'instant'> => ({
  ...plain,
  kind: 'instant',
  doc,
  avro: { type: 'long', logicalType: 'timestamp-millis' } as Schema,
  json: z.string().transform(toInstant) as unknown as z.ZodType<number>,
});

function toInstant(text: string, context: z.RefinementCtx): number {
  const instant = instantOf(text);
  if (instant !== undefined) return instant;
  context.addIssue('not a time with an offset such as 2026-07-01T09:00:00Z');
  return z.NEVER;
}

/** An amount of days in whole millionths; from outside a number or decimal text with at most six decimals. */
export const days = (doc: string): Field<number> => ({
  ...plain,
  kind: 'days',
  doc,
  avro: { type: 'bytes', logicalType: 'decimal', precision: 18, scale: 6 } as Schema,
  json: z.union([z.string(), z.number()]).transform(toMillionths) as unknown as z.ZodType<number>,
});

function toMillionths(value: string | number, context: z.RefinementCtx): number {
  const amount = typeof value === 'number' ? Math.round(value * oneDay) : parseMillionths(value);
  const exact = typeof value === 'string' || (amount !== undefined && amount / oneDay === value);
  if (amount !== undefined && Number.isSafeInteger(amount) && exact) return amount;
  context.addIssue('not an amount of days with at most six decimals');
  return z.NEVER;
}

/** May be missing; then it is null. */
export const optional = <T, K extends FieldKind>(field: Field<T, K>): Field<T | null, K> => ({
  ...field,
  nullable: true,
  fallback: null,
  avro: ['null', field.avro] as unknown as Schema,
  json: z.preprocess((value) => value ?? null, field.json.nullable()) as unknown as z.ZodType<T | null>,
});

/** Personal data: optional, because erasing a person blanks it. */
export const personal = <T, K extends FieldKind>(field: Field<T, K>): Field<T | null, K> => ({
  ...optional(field),
  personal: true,
});

/** Several of the same. */
export const list = <T>(doc: string, item: Field<T>): Field<readonly T[]> => ({
  ...plain,
  kind: 'list',
  item: item.kind,
  doc,
  avro: { type: 'array', items: item.avro } as Schema,
  json: z.array(item.json).max(1000) as unknown as z.ZodType<readonly T[]>,
});
