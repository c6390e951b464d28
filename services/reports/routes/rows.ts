import type { Selectable } from 'kysely';
import type { Choice as Chosen, Delivery, Subscription } from '../answers.ts';
import type { Choice } from '../subscriptions.ts';
import type { DeliveriesTable, SubscriptionsTable } from '../tables.ts';

export const choiceOf = ({ workbook, skipEmpty, enabled, ...rest }: Chosen): Choice => ({
  ...rest,
  workbook: Number(workbook),
  skip_empty: Number(skipEmpty),
  enabled: Number(enabled),
});

const time = (at: number): string => new Date(at).toISOString();
const timeOrNull = (at: number | null): string | null => (at === null ? null : time(at));

export const shownSubscription = (row: SubscriptionsTable): Subscription => ({
  id: row.subscription_id,
  version: row.version,
  span: row.span,
  department: row.department,
  cron: row.cron,
  zone: row.zone,
  locale: row.locale,
  workbook: row.workbook === 1,
  skipEmpty: row.skip_empty === 1,
  enabled: row.enabled === 1,
  nextAt: timeOrNull(row.next_at),
  createdAt: time(row.created_at),
});

export const shownDelivery = (row: Selectable<DeliveriesTable>): Delivery => ({
  scheduledAt: time(row.scheduled_at),
  byHand: row.by_hand === 1,
  state: row.state,
  reason: row.reason,
  attempts: row.attempts,
  nextAt: row.state === 'waiting' ? time(row.next_at) : null,
  sentAt: timeOrNull(row.sent_at),
  code: row.code,
  detail: row.detail,
  bytes: row.bytes,
  messageId: row.message_id,
});
