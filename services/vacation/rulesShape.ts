import { z } from 'zod';
import { approvalSteps, type LeaveRules } from '#domain/leaveRules.ts';
import { isLocalDate } from '#lib/dates.ts';
import { oneDay } from '#lib/millionths.ts';
import { day } from './fields.ts';

const amount = z
  .int()
  .min(0)
  .max(3660 * oneDay)
  .describe('Millionths of a day.');
const severity = z.enum(['refuse', 'warn']);
const short = z.string().trim().min(1).max(100);

const carryOver = z.strictObject({
  limit: amount.nullable(),
  neverExpiring: amount.nullable(),
  expiresOn: z
    .string()
    .refine((text) => isLocalDate(`2027-${text}`), 'not a day of the year such as 03-31')
    .nullable(),
});

const leaveType = z.strictObject({
  name: z.strictObject({ uk: short, en: short }),
  counting: z.enum(['calendar', 'working']),
  paid: z.boolean(),
  approval: z.array(z.enum(approvalSteps)).max(5),
  cancellation: z.enum(['none', 'manager']),
  halfDays: z.boolean(),
  hours: z.boolean(),
  noticeDays: z.int().min(0).max(366),
  longest: amount.nullable(),
  entitlement: z.strictObject({ daysPerYear: amount, accrual: z.enum(['yearly', 'monthly']), carryOver }).nullable(),
});

const coverage = z.strictObject({ department: short.nullable(), maxAbsent: z.int().min(0).max(100_000), severity });

const blackout = z
  .strictObject({
    name: short,
    from: day,
    to: day,
    department: short.nullable(),
    leaveTypes: z.array(short).max(50).nullable(),
    exempt: z.array(z.string().min(1).max(200)).max(1000),
    severity,
  })
  .refine(({ from, to }) => from <= to, { path: ['to'], message: 'before the first day' });

/** All rules about leave. Amounts in millionths of a day. */
export const rulesShape: z.ZodType<LeaveRules> = z.strictObject({
  types: z
    .record(z.string().regex(/^[a-z][a-z0-9_]{0,39}$/), leaveType)
    .refine((types) => Object.keys(types).length > 0, 'at least one'),
  coverage: z.array(coverage).max(500),
  blackouts: z.array(blackout).max(500),
  expiry: z.strictObject({
    businessDays: z.int().min(1).max(366),
    reminders: z.array(z.int().min(1).max(366)).max(20),
  }),
  hoursPerDay: z.number().positive().max(24),
  daysAhead: z.int().min(1).max(3660),
  daysBack: z.int().min(0).max(3660),
  region: z.string().regex(/^[A-Z]{2}(-[A-Z0-9]{1,3}){0,2}$/, 'not a region such as UA or DE-BY'),
  wartime: z.strictObject({ from: day, to: day.nullable() }).nullable(),
});
