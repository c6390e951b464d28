import { column, type RowOf, type Table } from '../database/table.ts';
import type { PeopleTable, ReplicaTables } from '../people/tables.ts';

/** What a service that sends mail knows of whom it writes to; it may know more. */
export interface AddresseesTable extends PeopleTable {
  /** The address that a mail server said does not exist. */
  bounced: string | null;
}

/** Outgoing mail; what a service adds says what it is about. Names and addresses are put in when it is sent. */
export const mailColumns = {
  seq: column.sequence(),
  message_id: column.key().unique(),
  employee_id: column.key(),
  template: column.key(),
  /**
   * `waiting`, `sending` (until `lease_until`, then its outcome is unknown), `sent`, `failed`, or why it is not sent at
   * all.
   */
  state: column.key(),
  attempts: column.integer(),
  next_at: column.instant(),
  lease_until: column.instant().nullable(),
  /** Who is sending it. */
  lease: column.key().nullable(),
  created_at: column.instant(),
  sent_at: column.instant().nullable(),
  /** The address it went to, for bounces. */
  address: column.text().nullable(),
  locale: column.key().nullable(),
} as const;

export type MailQueueTable = RowOf<Table<typeof mailColumns>>;

/** The tables of every service that sends mail. */
export interface MailTables extends ReplicaTables {
  people: AddresseesTable;
  mails: MailQueueTable;
}

/** What a mail that was just asked for begins with. */
export const fresh = (now: number) => ({
  state: 'waiting',
  attempts: 0,
  next_at: now,
  created_at: now,
  lease: null,
  lease_until: null,
  sent_at: null,
  address: null,
  locale: null,
});
