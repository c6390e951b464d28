import type { Database } from '../common/database/database.ts';
import type { AddresseesTable, MailQueueTable } from '../common/mail/tables.ts';
import type { EventSetsTable } from '../common/people/tables.ts';
import type { spans } from './answers.ts';

/** The tables of the reports service's database. Instants are epoch ms, flags 0 or 1. */
export interface ReportTables {
  event_sets: EventSetsTable;
  people: AddresseesTable;
  subscriptions: SubscriptionsTable;
  mails: DeliveriesTable;
}

export type ReportDatabase = Database<ReportTables>;

/** What a report tells of: the last whole week (Monday to Sunday) or calendar month before it. */
export type Span = (typeof spans)[number];

/** Who gets which report, and when. */
export interface SubscriptionsTable {
  subscription_id: string;
  employee_id: string;
  span: Span;
  /** null: everybody whom the recipient may see. */
  department: string | null;
  /** Five fields: minute, hour, day, month, weekday. */
  cron: string;
  /** IANA: Europe/Kyiv. */
  zone: string;
  locale: 'uk' | 'en';
  /** Whether the rows come along as XLSX. */
  workbook: number;
  /** Whether nothing is sent when nothing happened. */
  skip_empty: number;
  enabled: number;
  /** Counts changes. */
  version: number;
  /** The next slot; null: none comes. */
  next_at: number | null;
  created_at: number;
}

/**
 * One row per subscription and slot, which is a mail that waits, is being sent or has gone. Beside the states of mail: `skipped` (reason:
 * `empty`, `no_right`, `off`).
 */
export interface DeliveriesTable extends MailQueueTable {
  subscription_id: string;
  /** The slot, or when somebody asked for it at once. */
  scheduled_at: number;
  /** 1: somebody asked for it at once. */
  by_hand: number;
  reason: string | null;
  /** What the mail server answered. */
  code: number | null;
  detail: string | null;
  bytes: number | null;
}
