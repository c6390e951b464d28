import {
  date,
  flag,
  instant,
  integer,
  json,
  key,
  nullable,
  primary,
  type RowOf,
  sequence,
  table,
  text,
  unique,
  uuid,
} from '../common/database/table.ts';
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
  request_id: primary(key()),
  employee_id: key(),
  leave_type: text(),
  from_day: date(),
  to_day: date(),
  day_part: key(),
  substitute_id: nullable(key()),
  /** JSON list of steps; null: the manager. */
  approval: nullable(json()),
  /** Steps passed. */
  steps: integer(),
});

export type RequestsTable = RowOf<typeof requests>;

/** Which clients a person has signed in from; the client as SHA-256 of its user agent. */
export const devices = table('devices', {
  employee_id: primary(key()),
  device: primary(key()),
  seen_at: instant(),
});

/** Events about people who are not known yet; they have their effect when the person becomes known. */
export const heldEvents = table('held_events', {
  seq: sequence(),
  event_id: key(),
  employee_id: key(),
  /** The event as JSON. */
  event: json(),
});

/** What a person does not want; no row: wanted. */
export const preferences = table('preferences', {
  employee_id: primary(key()),
  kind: primary(key()),
  channel: primary(key()),
  wanted: flag(),
});

/** Outgoing mail, one row per event and person; names and addresses are put in when it is sent. */
export const mails = table('mails', {
  ...mailColumns,
  event_id: key(),
  kind: key(),
  /** JSON; null once the person was erased. */
  params: nullable(json()),
});

export type MailsTable = RowOf<typeof mails>;

/** The notification centre, one row per event and person. */
export const notices = table('notices', {
  seq: sequence(),
  id: unique(uuid()),
  event_id: key(),
  employee_id: key(),
  kind: key(),
  template: key(),
  params: nullable(json()),
  created_at: instant(),
  read_at: nullable(instant()),
});

export type NoticesTable = RowOf<typeof notices>;
