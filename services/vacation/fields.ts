import { z } from 'zod';
import { isLocalDate } from '#lib/dates.ts';
import { idText } from '#schemas/ids.ts';

export const id = idText;
export const day = z.string().refine(isLocalDate, 'not a calendar day such as 2026-07-01');
export const text = z.string().trim().max(1000);
export const leaveType = z.string().min(1).max(40);
export const year = z.int().min(1900).max(2299);
export const yearInQuery = z.coerce.number().int().min(1900).max(2299);

export const dayParts = ['full', 'morning', 'afternoon'] as const;
const dayPart = z.enum(dayParts).default('full');

/** A period with its leave type; `hours` of one day in place of a part of it. */
export const wantedFields = {
  leaveType,
  from: day,
  to: day,
  dayPart,
  hours: z.number().positive().max(24).nullable().default(null).describe('Hours off on a single day.'),
  substituteId: id.nullable().default(null).describe('Who stands in.'),
} as const;

export const periodFields = { from: day, to: day, dayPart } as const;

export const versionFields = {
  version: z.int().min(1).optional().describe('The version that was seen; If-Match may say it instead.'),
} as const;
