import { z } from 'zod';
import { isLocalDate } from '#lib/dates.ts';
import type { Fault } from '#lib/http/problem.ts';
import { badParameters } from './problem.ts';

/** One query parameter: what it means and how its text is read. */
export interface Parameter<T = unknown> {
  readonly doc: string;
  /** May be given several times; `type` then reads a list of texts. */
  readonly many: boolean;
  readonly type: z.ZodType<T>;
  /** Known only to be refused with a reason; not documented. */
  readonly refused?: true;
}

export type Parameters = Readonly<Record<string, Parameter>>;

/** What was asked, by parameter. */
export type Asked<P extends Parameters> = {
  readonly [K in keyof P]: P[K] extends Parameter<infer T> ? T : never;
};

/** A parameter that may be given once. */
export const one = <T>(doc: string, type: z.ZodType<T>): Parameter<T | undefined> => ({
  doc,
  many: false,
  type: type.optional(),
});

/** A parameter that may be given once and else has a value of its own. */
export const oneOr = <T>(doc: string, type: z.ZodType<T>, standard: NoInfer<T>): Parameter<T> => ({
  doc,
  many: false,
  type: (type as z.ZodType<T, unknown>).default(standard as never) as unknown as z.ZodType<T>,
});

/** A parameter that may be given any number of times; any of the values will do. */
export const many = <T>(doc: string, item: z.ZodType<T>): Parameter<readonly T[]> => ({
  doc,
  many: true,
  type: z.array(item).max(200, 'more than 200 values') as unknown as z.ZodType<readonly T[]>,
});

/** A parameter that this route cannot have, and why. */
export const refused = (why: string): Parameter<undefined> => ({
  doc: why,
  many: false,
  refused: true,
  type: z
    .string()
    .refine(() => false, why)
    .optional() as unknown as z.ZodType<undefined>,
});

export const text = z.string().max(1000, 'longer than 1000 characters');

/** `YYYY-MM-DD`, from 1900 to 2299. */
export const day = z
  .string()
  .refine(isLocalDate, { message: 'not a calendar day such as 2026-07-01', abort: true })
  .refine((value) => value >= '1900-01-01' && value <= '2299-12-31', 'a day outside 1900 to 2299')
  .meta({ format: 'date' });

const inRange = (value: number): boolean => value >= Date.UTC(1900, 0) && value < Date.UTC(2300, 0);

/** RFC 3339 with an offset → epoch ms. */
export const moment = z
  .string()
  .regex(
    /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/,
    'not an instant such as 2026-07-01T09:00:00Z',
  )
  .transform((value) => Date.parse(value))
  .refine(inRange, 'no instant from 1900 to 2299')
  .meta({ type: 'string', format: 'date-time' });

export const whole = z
  .string()
  .regex(/^-?\d{1,15}$/, 'not a whole number')
  .transform(Number)
  .meta({ type: 'integer' });

export const yesNo = z
  .enum(['true', 'false'])
  .transform((value) => value === 'true')
  .meta({ type: 'boolean' });

/** At most so many rows. */
export const limit = (standard: number, most: number): Parameter<number> =>
  oneOr(
    `At most so many rows, 1 to ${most}.`,
    z
      .string()
      .regex(/^\d{1,9}$/, `not a whole number from 1 to ${most}`)
      .transform(Number)
      .refine((value) => value >= 1 && value <= most, `not a whole number from 1 to ${most}`)
      .meta({ type: 'integer', minimum: 1, maximum: most }),
    standard,
  );

export const format = oneOr('json, or csv with the filters in leading comment lines.', z.enum(['json', 'csv']), 'json');

/** Reads all of them. Problem 400 that names each fault: unknown or repeated parameters and values that cannot be used. */
export function readParameters<P extends Parameters>(parameters: P, given: URLSearchParams): Asked<P> {
  const faults: Fault[] = unknownFaults(parameters, given);
  const asked: Record<string, unknown> = {};
  for (const [name, parameter] of Object.entries(parameters)) {
    const values = given.getAll(name);
    if (!parameter.many && values.length > 1) faults.push(repeated(name, values));
    const result = parameter.type.safeParse(parameter.many ? values : values[0]);
    if (result.success) asked[name] = result.data;
    else faults.push(...result.error.issues.map((issue) => faultOf(name, values, issue)));
  }
  if (faults.length > 0) throw badParameters(faults);
  return asked as Asked<P>;
}

function unknownFaults(parameters: Parameters, given: URLSearchParams): Fault[] {
  const possible = Object.keys(parameters).filter((name) => !parameters[name]?.refused);
  return [...new Set(given.keys())]
    .filter((name) => !Object.hasOwn(parameters, name))
    .map((field) => ({ field, value: given.get(field) ?? '', message: 'no such parameter', possible }));
}

const repeated = (field: string, values: readonly string[]): Fault => ({
  field,
  value: values.join(' and '),
  message: 'can be given only once',
});

function faultOf(field: string, values: readonly string[], issue: z.core.$ZodIssue): Fault {
  const at = typeof issue.path[0] === 'number' ? issue.path[0] : 0;
  const value = (values[at] ?? '').slice(0, 1000);
  if (issue.code === 'invalid_value')
    return { field, value, message: 'not one of the words', possible: issue.values.map(String) };
  const own = issue.code === 'custom' ? issue.params : undefined;
  return { field, value, message: issue.message, ...(own as Partial<Fault> | undefined) };
}
