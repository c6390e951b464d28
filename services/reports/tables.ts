import type { Database } from '../common/database/database.ts';
import { column, type RowOf, table } from '../common/database/table.ts';
import { type AddresseesTable, mailColumns } from '../common/mail/tables.ts';
import type { EventSetTables } from '../common/people/tables.ts';
import type { spans } from './answers.ts';

/** The tables of the reports service's database. Instants are epoch ms, flags 0 or 1. */
export interface ReportTables extends EventSetTables {
  people: AddresseesTable;
  subscriptions: SubscriptionsTable;
  mails: DeliveriesTable;
}

export type ReportDatabase = Database<ReportTables>;

/** What a report tells of: the last whole week (Monday to Sunday) or calendar month before it. */
export type Span = (typeof spans)[number];

/** Who gets which report, and when. */
export const subscriptions = table('subscriptions', {
  subscription_id: column.uuid().primary(),
  employee_id: column.key(),
  span: column.key<Span>(),
  /** null: everybody whom the recipient may see. */
  department: column.text().nullable(),
  /** Five fields: minute, hour, day, month, weekday. */
  cron: column.key(),
  /** IANA: Europe/Kyiv. */
  zone: column.key(),
  locale: column.key<'uk' | 'en'>(),
  /** Whether the rows come along as XLSX. */
  workbook: column.flag(),
  /** Whether nothing is sent when nothing happened. */
  skip_empty: column.flag(),
  enabled: column.flag(),
  /** Counts changes. */
  version: column.integer(),
  /** The next slot; null: none comes. */
  next_at: column.instant().nullable(),
  created_at: column.instant(),
});

export type SubscriptionsTable = RowOf<typeof subscriptions>;

/**
 * One row per subscription and slot, which is a mail that waits, is being sent or has gone. Beside the states of mail:
 * `skipped` (reason: `empty`, `no_right`, `off`).
 */
export const mails = table('mails', {
  ...mailColumns,
  subscription_id: column.uuid(),
  /** The slot, or when somebody asked for it at once. */
  scheduled_at: column.instant(),
  /** 1: somebody asked for it at once. */
  by_hand: column.flag(),
  reason: column.key().nullable(),
  /** What the mail server answered. */
  code: column.integer().nullable(),
  detail: column.text().nullable(),
  bytes: column.integer().nullable(),
});

export type DeliveriesTable = RowOf<typeof mails>;
