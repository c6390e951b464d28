import { instant, integer, key, nullable, type RowOf, sequence, type Table, text, unique } from '../database/table.ts';
import type { PeopleTable, ReplicaTables } from '../people/tables.ts';

/** What a service that sends mail knows of whom it writes to; it may know more. */
export interface AddresseesTable extends PeopleTable {
  /** The address that a mail server said does not exist. */
  bounced: string | null;
}

/** Outgoing mail; what a service adds says what it is about. Names and addresses are put in when it is sent. */
export const mailColumns = {
  seq: sequence(),
  message_id: unique(key()),
  employee_id: key(),
  template: key(),
  /**
   * `waiting`, `sending` (until `lease_until`, then its outcome is unknown), `sent`, `failed`, or why it is not sent at
   * all.
   */
  state: key(),
  attempts: integer(),
  next_at: instant(),
  lease_until: nullable(instant()),
  /** Who is sending it. */
  lease: nullable(key()),
  created_at: instant(),
  sent_at: nullable(instant()),
  /** The address it went to, for bounces. */
  address: nullable(text()),
  locale: nullable(key()),
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
