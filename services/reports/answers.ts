import { z } from 'zod';
import { isZone } from '#lib/dates.ts';
import { locales } from '#schemas/access/people.ts';

// What reports answers, and what pages send. Instants are RFC 3339.

export const spans = ['week', 'month'] as const;

/** What a report is to be like. */
export const wished = z.strictObject({
  span: z.enum(spans),
  department: z.string().min(1).max(200).nullable().default(null),
  zone: z.string().max(100).refine(isZone, 'no IANA time zone such as Europe/Kyiv'),
  locale: z.enum(locales),
});

/** What a person chooses of a subscription. */
export const chosen = wished.extend({
  cron: z
    .string()
    .trim()
    .max(100)
    .regex(/^\S+( +\S+){4}$/, 'a pattern of five fields such as 0 8 * * 1'),
  workbook: z.boolean().default(true),
  skipEmpty: z.boolean().default(false),
  enabled: z.boolean().default(true),
});

export type Choice = z.output<typeof chosen>;

const instant = z.iso.datetime();

export const subscription = chosen.extend({
  id: z.string(),
  version: z.int(),
  nextAt: instant.nullable().describe('null: switched off.'),
  createdAt: instant,
});

export type Subscription = z.output<typeof subscription>;

export const subscriptions = z.object({ subscriptions: z.array(subscription).readonly() });
export type Subscriptions = z.output<typeof subscriptions>;

const delivery = z.object({
  scheduledAt: instant,
  byHand: z.boolean(),
  state: z.string().describe('waiting, sending, sent, failed or skipped'),
  reason: z.string().nullable().describe('empty, no_right, off; refused, bounced, too_old, no_address'),
  attempts: z.int(),
  nextAt: instant.nullable(),
  sentAt: instant.nullable(),
  code: z.int().nullable().describe('What the mail server answered: 550.'),
  detail: z.string().nullable(),
  bytes: z.int().nullable(),
  messageId: z.string(),
});

export type Delivery = z.output<typeof delivery>;

export const deliveries = z.object({ deliveries: z.array(delivery).readonly() });
export type Deliveries = z.output<typeof deliveries>;

export const sentNow = z.object({ scheduledAt: instant });
