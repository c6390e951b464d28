import { z } from 'zod';
import { martialLaw } from '#domain/holidays.ts';
import { standardLeaveTypes } from '#domain/leaveTypes.ts';
import { settings } from '#lib/config.ts';
import { isLocalDate } from '#lib/dates.ts';
import type { CompanySettings } from './settings.ts';

/** The variables of the company's rules; every process that folds entities must be given the same. */
export const companyVariables = {
  COMPANY_TIME_ZONE: settings.COMPANY_TIME_ZONE,
  COMPANY_REGION: z
    .string()
    .regex(/^[A-Z]{2}(-[A-Z0-9]+)*$/, 'no region')
    .default('UA')
    .describe('Whose public holidays hold for people without a region of their own: ISO 3166, such as UA or DE-BY.'),
  WARTIME_UNTIL: z
    .string()
    .refine(isLocalDate, 'no day')
    .optional()
    .describe('The last day of martial law in Ukraine, such as 2027-05-31; unset while it lasts.'),
} as const;

/** The rules that these variables set. */
export const companyOf = (config: z.infer<z.ZodObject<typeof companyVariables>>): CompanySettings => ({
  zone: config.COMPANY_TIME_ZONE,
  region: config.COMPANY_REGION,
  wartime: { ...martialLaw, to: config.WARTIME_UNTIL ?? null },
  leaveTypes: standardLeaveTypes,
});
