import type { Selectable } from 'kysely';
import { z } from 'zod';
import { locales } from '#schemas/access/people.ts';
import { isZone } from '../schedule.ts';
import type { Choice } from '../subscriptions.ts';
import { type DeliveriesTable, type SubscriptionsTable, spans } from '../tables.ts';

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

export const choiceOf = ({ workbook, skipEmpty, enabled, ...rest }: z.output<typeof chosen>): Choice => ({
  ...rest,
  ...{ workbook: Number(workbook), skip_empty: Number(skipEmpty), enabled: Number(enabled) },
});

const instant = z.iso.datetime();

export const subscription = chosen.extend({
  id: z.string(),
  version: z.int(),
  nextAt: instant.nullable(),
  createdAt: instant,
});

const time = (at: number): string => new Date(at).toISOString();
const timeOrNull = (at: number | null): string | null => (at === null ? null : time(at));

export const shownSubscription = (row: SubscriptionsTable) => ({
  ...{ id: row.subscription_id, version: row.version, span: row.span, department: row.department },
  ...{ cron: row.cron, zone: row.zone, locale: row.locale, workbook: row.workbook === 1 },
  ...{ skipEmpty: row.skip_empty === 1, enabled: row.enabled === 1 },
  ...{ nextAt: timeOrNull(row.next_at), createdAt: time(row.created_at) },
});

export const delivery = z.object({
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

export const shownDelivery = (row: Selectable<DeliveriesTable>) => ({
  ...{ scheduledAt: time(row.scheduled_at), byHand: row.by_hand === 1, state: row.state, reason: row.reason },
  ...{ attempts: row.attempts, nextAt: row.state === 'waiting' ? time(row.next_at) : null },
  ...{ sentAt: timeOrNull(row.sent_at), code: row.code, detail: row.detail, bytes: row.bytes },
  messageId: row.message_id,
});
