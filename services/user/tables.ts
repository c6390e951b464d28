import type { Kysely, Transaction } from 'kysely';
import type { Tables } from '../common/database/database.ts';
import type { GuardTable } from '../common/database/guard.ts';
import { column, type RowOf, table } from '../common/database/table.ts';

/** The user service's own tables; it is their only writer. Instants are epoch ms, flags 0 or 1. */
export interface UserTables extends GuardTable {
  people: PersonRow;
  departments: DepartmentRow;
  timeline: TimelineRow;
  memberships: MembershipRow;
  imports: ImportRow;
}

export type Trx = Transaction<Tables<UserTables>>;
/** For what only reads: within a transaction, or outside. */
export type Db = Kysely<Tables<UserTables>>;

export const people = table('people', {
  employee_id: column.key().primary(),
  /** Grows by one with every change of the person, timelines included: the ETag. */
  version: column.integer(),
  email: column.text().nullable(),
  /** The mail address in lower case, by which people are told apart. */
  email_key: column.key().nullable(),
  first_name: column.text().nullable(),
  last_name: column.text().nullable(),
  locale: column.key().nullable(),
  region: column.key().nullable(),
  /** May name somebody whom nobody has announced yet. */
  manager_id: column.key().nullable(),
  hired_on: column.date().nullable(),
  active: column.flag(),
  last_day: column.date().nullable(),
  erasure_requested_at: column.instant().nullable(),
  /** Time of the newest event that the profile was taken from. */
  profile_at: column.instant(),
  /** When the latest was told that made them somebody who works here, or has left. */
  standing_at: column.instant(),
});

export type PersonRow = RowOf<typeof people>;

export const departments = table('departments', {
  department_id: column.uuid().primary(),
  name: column.key().unique(),
  version: column.integer(),
  /** The department that its people went to; null: it still exists. */
  merged_into: column.uuid().nullable(),
});

export type DepartmentRow = RowOf<typeof departments>;

/** What a person's events say from a day on: of the department its name, of the schedule seven millionths as JSON. */
export const timeline = table('timeline', {
  event_id: column.uuid().primary(),
  employee_id: column.key(),
  kind: column.key<'department' | 'schedule'>().primary(),
  value: column.text(),
  effective_from: column.date(),
  voids: column.uuid().nullable(),
  /** Null where it is the source of this change. */
  voids_source: column.text().nullable(),
  occurred_at: column.instant(),
  /** '' where an earlier version wrote it. */
  mark: column.key().primary(),
  /** Null where an earlier version wrote it. */
  source: column.text().nullable(),
});

export type TimelineRow = RowOf<typeof timeline>;

/** A projection of the timelines: which department on which days, [from_day; to_day]. */
export const memberships = table('memberships', {
  employee_id: column.key().primary(),
  from_day: column.date().primary(),
  to_day: column.date(),
  department: column.key(),
});

export type MembershipRow = RowOf<typeof memberships>;

export const imports = table('imports', {
  import_id: column.uuid().primary(),
  requested_by: column.key(),
  state: column.key<'checked' | 'applying' | 'applied' | 'interrupted' | 'cancelled'>(),
  /** The text as it was uploaded; blank once it has been applied or cancelled. */
  content: column.text(),
  total: column.integer(),
  done: column.integer(),
  /** JSON of ImportReport. */
  report: column.json(),
  created_at: column.instant(),
});

export type ImportRow = RowOf<typeof imports>;
