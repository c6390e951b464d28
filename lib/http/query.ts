import { z } from 'zod';
import { isLocalDate } from '../dates.ts';
import { badRequest, type Fault } from './problem.ts';
import { shown } from './validate.ts';

type Issue = z.core.$ZodIssue;

export const text = z.string().max(1000, 'longer than 1000 characters');

/** `YYYY-MM-DD`, from 1900 to 2299. */
export const day = z
  .string()
  .refine(isLocalDate, { message: 'not a calendar day such as 2026-07-01', abort: true })
  .refine((value) => value >= '1900-01-01' && value <= '2299-12-31', 'a day outside 1900 to 2299')
  .meta({ format: 'date' });

const instantForm = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/;

const inRange = (value: number): boolean => value >= Date.UTC(1900, 0) && value < Date.UTC(2300, 0);

/** RFC 3339 with an offset → epoch ms. */
export const instant = z
  .string()
  .refine((value) => instantForm.test(value), 'not an instant such as 2026-07-01T09:00:00Z')
  .transform((value) => Date.parse(value))
  .refine(inRange, 'no instant from 1900 to 2299')
  .meta({ type: 'string', format: 'date-time' });

export const whole = z
  .string()
  .refine((value) => /^-?\d{1,15}$/.test(value), 'not a whole number')
  .transform(Number)
  .meta({ type: 'integer' });

export const yesNo = z
  .enum(['true', 'false'])
  .transform((value) => value === 'true')
  .meta({ type: 'boolean', enum: [true, false] });

/** At most so many rows. */
export function limit(standard: number, most: number) {
  const range = `not a whole number from 1 to ${most}`;
  return z
    .string()
    .refine((value) => /^\d{1,9}$/.test(value), range)
    .transform(Number)
    .refine((value) => value >= 1 && value <= most, range)
    .meta({ type: 'integer', minimum: 1, maximum: most })
    .default(standard)
    .meta({ default: standard, description: `At most so many rows, 1 to ${most}.` });
}

/** A parameter that may be given any number of times. */
export const many = <T extends z.ZodType>(item: T) => z.array(item).max(200, 'more than 200 values');

/** A parameter that a route cannot have, and why; it is not documented. */
export const impossible = (why: string) => z.never(why).optional();

/** Whether it is one of those. */
const isImpossible = (type: z.core.$ZodType): boolean =>
  type instanceof z.ZodOptional && type.unwrap() instanceof z.ZodNever;

/** Whether it takes a list. */
function isList(type: z.core.$ZodType): boolean {
  if (type instanceof z.ZodOptional || type instanceof z.ZodDefault) return isList(type.unwrap());
  return type instanceof z.ZodArray || (type instanceof z.ZodPipe && isList(type.in));
}

/** Reads a query. Problem 400 that names each fault: unknown or repeated parameters, and values that cannot be used. */
export function readQuery<T extends z.ZodObject>(type: T, given: URLSearchParams): z.output<T> {
  const parameters = Object.entries(type.shape);
  const values = parameters.map(([name, parameter]) => {
    const all = given.getAll(name);
    return [name, isList(parameter) && all.length > 0 ? all : all[0]];
  });
  const result = type.safeParse(Object.fromEntries(values));
  const faults = [...unknownFaults(type, given), ...repeatedFaults(type, given)];
  if (!result.success) faults.push(...result.error.issues.map((issue) => faultOf(issue, given)));
  else if (faults.length === 0) return result.data;
  throw badRequest(faults, 'bad_parameters');
}

function unknownFaults({ shape }: z.ZodObject, given: URLSearchParams): Fault[] {
  const possible = Object.keys(shape).filter((name) => !isImpossible(shape[name] ?? text));
  return [...new Set(given.keys())]
    .filter((name) => !Object.hasOwn(shape, name))
    .map((field) => ({ field, value: shown(field, given.get(field)), message: 'no such parameter', possible }));
}

function repeatedFaults({ shape }: z.ZodObject, given: URLSearchParams): Fault[] {
  return Object.entries(shape)
    .filter(([name, parameter]) => !isList(parameter) && given.getAll(name).length > 1)
    .map(([field]) => ({
      field,
      value: shown(field, given.getAll(field).join(' and ')),
      message: 'can be given only once',
    }));
}

/** Of a list the value that is wrong; a `custom` issue's `params` may name another, and what would be possible. */
function faultOf(issue: Issue, given: URLSearchParams): Fault {
  const [name = 'query', at = 0] = issue.path;
  const field = String(name);
  const value = shown(field, given.getAll(field)[Number(at)]);
  if (issue.code === 'invalid_value')
    return { field, value, message: 'not one of the words', possible: issue.values.map(String) };
  const own = issue.code === 'custom' ? (issue.params as Partial<Fault> | undefined) : undefined;
  return { field, value, message: issue.message, ...own };
}
