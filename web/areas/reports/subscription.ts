import type { Choice, Subscription } from '#services/reports/answers.ts';

export const addressOf = ({ id }: Subscription): string => `/api/reports/subscriptions/${id}`;

/** A subscription as it is sent back, without what the service adds. */
export const choiceOf = (from: Subscription): Choice => ({
  span: from.span,
  department: from.department,
  cron: from.cron,
  zone: from.zone,
  locale: from.locale,
  workbook: from.workbook,
  skipEmpty: from.skipEmpty,
  enabled: from.enabled,
});

/** Patterns that have words of their own. */
export const presets = ['0 8 * * 1', '0 16 * * 5', '0 8 1 * *'] as const;
