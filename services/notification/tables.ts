import { column, type RowOf, table } from '../common/database/table.ts';
import { type AddresseesTable, mailColumns } from '../common/mail/tables.ts';
import type { EventSetTables } from '../common/people/tables.ts';

/** The tables of the notification service's database. Instants are epoch ms. */
export interface NotificationTables extends EventSetTables {
  people: PeopleTable;
  requests: RequestsTable;
  devices: RowOf<typeof devices>;
  held_events: RowOf<typeof heldEvents>;
  preferences: RowOf<typeof preferences>;
  mails: MailsTable;
  notices: NoticesTable;
}

/** Who people are, and what they may do. */
export interface PeopleTable extends AddresseesTable {
  /** JSON list. */
  roles: string;
}

/** The present values of leave requests, from events. */
export const requests = table('requests', {
  request_id: column.key().primary(),
  employee_id: column.key(),
  leave_type: column.text(),
  from_day: column.date(),
  to_day: column.date(),
  day_part: column.key(),
  substitute_id: column.key().nullable(),
  /** JSON list of steps; null: the manager. */
  approval: column.json().nullable(),
  /** Steps passed. */
  steps: column.integer(),
});

export type RequestsTable = RowOf<typeof requests>;

/** Which clients a person has signed in from; the client as SHA-256 of its user agent. */
export const devices = table('devices', {
  employee_id: column.key().primary(),
  device: column.key().primary(),
  seen_at: column.instant(),
});

/** Events about people who are not known yet; they have their effect when the person becomes known. */
export const heldEvents = table('held_events', {
  seq: column.sequence(),
  event_id: column.key(),
  employee_id: column.key(),
  /** The event as JSON. */
  event: column.json(),
});

/** What a person does not want; no row: wanted. */
export const preferences = table('preferences', {
  employee_id: column.key().primary(),
  kind: column.key().primary(),
  channel: column.key().primary(),
  wanted: column.flag(),
});

/** Outgoing mail, one row per event and person; names and addresses are put in when it is sent. */
export const mails = table('mails', {
  ...mailColumns,
  event_id: column.key(),
  kind: column.key(),
  /** JSON; null once the person was erased. */
  params: column.json().nullable(),
});

export type MailsTable = RowOf<typeof mails>;

/** The notification centre, one row per event and person. */
export const notices = table('notices', {
  seq: column.sequence(),
  id: column.uuid().unique(),
  event_id: column.key(),
  employee_id: column.key(),
  kind: column.key(),
  template: column.key(),
  params: column.json().nullable(),
  created_at: column.instant(),
  read_at: column.instant().nullable(),
});

export type NoticesTable = RowOf<typeof notices>;
