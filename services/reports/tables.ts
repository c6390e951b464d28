import type { Database } from '../common/database/database.ts';
import {
  flag,
  instant,
  integer,
  key,
  nullable,
  primary,
  type RowOf,
  table,
  text,
  uuid,
} from '../common/database/table.ts';
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
  subscription_id: primary(uuid()),
  employee_id: key(),
  span: key<Span>(),
  /** null: everybody whom the recipient may see. */
  department: nullable(text()),
  /** Five fields: minute, hour, day, month, weekday. */
  cron: key(),
  /** IANA: Europe/Kyiv. */
  zone: key(),
  locale: key<'uk' | 'en'>(),
  /** Whether the rows come along as XLSX. */
  workbook: flag(),
  /** Whether nothing is sent when nothing happened. */
  skip_empty: flag(),
  enabled: flag(),
  /** Counts changes. */
  version: integer(),
  /** The next slot; null: none comes. */
  next_at: nullable(instant()),
  created_at: instant(),
});

export type SubscriptionsTable = RowOf<typeof subscriptions>;

/**
 * One row per subscription and slot, which is a mail that waits, is being sent or has gone. Beside the states of mail:
 * `skipped` (reason: `empty`, `no_right`, `off`).
 */
export const mails = table('mails', {
  ...mailColumns,
  subscription_id: uuid(),
  /** The slot, or when somebody asked for it at once. */
  scheduled_at: instant(),
  /** 1: somebody asked for it at once. */
  by_hand: flag(),
  reason: nullable(key()),
  /** What the mail server answered. */
  code: nullable(integer()),
  detail: nullable(text()),
  bytes: nullable(integer()),
});

export type DeliveriesTable = RowOf<typeof mails>;
