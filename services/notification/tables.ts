import type { Generated } from 'kysely';
import type { AddresseesTable, MailQueueTable } from '../common/mail/tables.ts';
import type { EventSetsTable } from '../common/people/tables.ts';

/** The tables of the notification service's database. Instants are epoch ms. */
export interface NotificationTables {
  event_sets: EventSetsTable;
  people: PeopleTable;
  requests: RequestsTable;
  devices: DevicesTable;
  held_events: HeldEventsTable;
  preferences: PreferencesTable;
  mails: MailsTable;
  notices: NoticesTable;
}

/** Who people are, and what they may do. */
export interface PeopleTable extends AddresseesTable {
  /** JSON list. */
  roles: string;
}

/** The present values of leave requests, from events. */
export interface RequestsTable {
  request_id: string;
  employee_id: string;
  leave_type: string;
  from_day: string;
  to_day: string;
  day_part: string;
  substitute_id: string | null;
  /** JSON list of steps; null: the manager. */
  approval: string | null;
  /** Steps passed. */
  steps: number;
}

/** Which clients a person has signed in from; the client as SHA-256 of its user agent. */
interface DevicesTable {
  employee_id: string;
  device: string;
  seen_at: number;
}

/** Events about people who are not known yet; they have their effect when the person becomes known. */
interface HeldEventsTable {
  seq: Generated<number>;
  event_id: string;
  employee_id: string;
  /** The event as JSON. */
  event: string;
}

/** What a person does not want; no row: wanted. */
interface PreferencesTable {
  employee_id: string;
  kind: string;
  channel: string;
  wanted: number;
}

/** Outgoing mail, one row per event and person; names and addresses are put in when it is sent. */
export interface MailsTable extends MailQueueTable {
  event_id: string;
  kind: string;
  /** JSON; null once the person was erased. */
  params: string | null;
}

/** The notification centre, one row per event and person. */
export interface NoticesTable {
  seq: Generated<number>;
  id: string;
  event_id: string;
  employee_id: string;
  kind: string;
  template: string;
  params: string | null;
  created_at: number;
  read_at: number | null;
}
