import { z } from 'zod';
import { isLocalDate } from '#lib/dates.ts';
import { oneDay } from '#lib/millionths.ts';
import { locales } from '#schemas/access/people.ts';

/** Text that a person reads: one line, at most 200 characters, well-formed Unicode without control characters. */
const line = z
  .string()
  .trim()
  .min(1, 'must not be empty')
  .max(200, 'at most 200 characters')
  .refine((text) => text.isWellFormed() && !/\p{Cc}/u.test(text), 'no control characters or broken letters');

export const name = line;
export const departmentName = line;

/** The company's number of a person. */
export const employeeNumber = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$/, 'letters, digits, and . _ : - after the first, at most 64');

export const email = z.email('not a mail address such as olena@company.example').max(200, 'at most 200 characters');

/** ISO 3166: UA, DE-BY. */
export const region = z.string().regex(/^[A-Z]{2}(-[A-Z0-9]{1,3})?$/, 'a region of ISO 3166 such as UA or DE-BY');

export const locale = z.enum(locales);

/** A day on which something at the company may begin or end. */
export const day = z
  .string()
  .refine(isLocalDate, 'not a calendar day such as 2026-07-01')
  .refine((text) => text > '1900-01-01' && text <= '2199-12-31', 'a day outside 1900 to 2199');

/** Shares of the weekdays, Monday first, 0 to 1, with at most six decimals. */
export const shares = z
  .array(
    z
      .number()
      .min(0)
      .max(1)
      .refine((share) => Math.round(share * oneDay) / oneDay === share, 'at most six decimals'),
  )
  .length(7, 'needs seven shares, Monday first');

export const millionthsOf = (week: readonly number[]): number[] => week.map((share) => Math.round(share * oneDay));
export const sharesOf = (week: readonly number[]): number[] => week.map((share) => share / oneDay);
