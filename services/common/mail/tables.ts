import type { CreateTableBuilder, Generated } from 'kysely';
import type { Columns } from '../database/columns.ts';
import type { PeopleTable, ReplicaTables } from '../people/tables.ts';

/** What a service that sends mail knows of whom it writes to; it may know more. */
export interface AddresseesTable extends PeopleTable {
  /** The address that a mail server said does not exist. */
  bounced: string | null;
}

/** Outgoing mail; what a service adds says what it is about. Names and addresses are put in when it is sent. */
export interface MailQueueTable {
  seq: Generated<number>;
  message_id: string;
  employee_id: string;
  template: string;
  /** `waiting`, `sending` (until `lease_until`, then its outcome is unknown), `sent`, `failed`, or why it is not sent at all. */
  state: string;
  attempts: number;
  next_at: number;
  lease_until: number | null;
  /** Who is sending it. */
  lease: string | null;
  created_at: number;
  sent_at: number | null;
  /** The address it went to, for bounces. */
  address: string | null;
  locale: string | null;
}

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

type Builder<T extends string> = CreateTableBuilder<T, string>;

/** The columns of `MailQueueTable`, for migrations. */
export const mailColumns = <T extends string>(table: Builder<T>, columns: Columns): Builder<T> =>
  table
    .addColumn('seq', columns.sequence, (column) => column.primaryKey().autoIncrement())
    .addColumn('message_id', columns.key, (column) => column.notNull().unique())
    .addColumn('employee_id', columns.key, (column) => column.notNull())
    .addColumn('template', columns.key, (column) => column.notNull())
    .addColumn('state', columns.key, (column) => column.notNull())
    .addColumn('attempts', columns.integer, (column) => column.notNull())
    .addColumn('next_at', columns.instant, (column) => column.notNull())
    .addColumn('lease_until', columns.instant)
    .addColumn('lease', columns.key)
    .addColumn('created_at', columns.instant, (column) => column.notNull())
    .addColumn('sent_at', columns.instant)
    .addColumn('address', columns.text)
    .addColumn('locale', columns.key);
