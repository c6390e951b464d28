import type { z } from 'zod';
import { day, many, text, yesNo } from '#lib/http/query.ts';
import { type Condition, notAfter, notBefore } from './conditions.ts';

/** A parameter that leaves out rows. */
export interface Filter {
  readonly type: z.ZodType;
  /** What its value asks of a row; `name` is the parameter's. */
  condition(name: string, value: unknown): Condition;
}

const filter = <T extends z.ZodType>(
  type: T,
  condition: (name: string, value: NonNullable<z.output<T>>) => Condition,
): Filter => ({ type, condition }) as Filter;

/** The column is one of the values. */
export const oneOf = (column: string, doc: string, item: z.ZodType<string> = text, sqlType = 'String'): Filter =>
  filter(many(item).optional().describe(doc), (name, values) => ({
    sql: `${column} IN {${name}:Array(${sqlType})}`,
    params: { [name]: values },
  }));

/** The column, a day, is not before the value. */
export const fromDay = (column: string, doc: string): Filter =>
  filter(day.optional().describe(doc), (name, value) => notBefore(name, column, value));

/** The column, a day, is not after the value. */
export const toDay = (column: string, doc: string): Filter =>
  filter(day.optional().describe(doc), (name, value) => notAfter(name, column, value));

export const isTrue = (column: string, doc: string): Filter =>
  filter(yesNo.optional().describe(doc), (name, value) => ({
    sql: `${column} = {${name}:Bool}`,
    params: { [name]: value },
  }));

/** One of the columns contains the text, whatever the case. */
export const contains = (columns: readonly string[], doc: string): Filter =>
  filter(text.trim().optional().describe(doc), (name, value) => ({
    sql: `positionCaseInsensitiveUTF8(concatWithSeparator('\\n', ${columns.join(', ')}), {${name}:String}) > 0`,
    params: { [name]: value },
  }));

/** What is asked of rows by the filters that have a value. */
export const conditionsOf = (
  filters: Readonly<Record<string, Filter>>,
  asked: Readonly<Record<string, unknown>>,
): Condition[] =>
  Object.entries(filters).flatMap(([name, { condition }]) =>
    asked[name] === undefined ? [] : [condition(name, asked[name])],
  );
