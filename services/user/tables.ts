import type { Kysely, Transaction } from 'kysely';
import type { Tables } from '../common/database/database.ts';
import type { GuardTable } from '../common/database/guard.ts';
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
  table,
  text,
  unique,
  uuid,
} from '../common/database/table.ts';

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
  employee_id: primary(key()),
  /** Grows by one with every change of the person, timelines included: the ETag. */
  version: integer(),
  email: nullable(text()),
  /** The mail address in lower case, by which people are told apart. */
  email_key: nullable(key()),
  first_name: nullable(text()),
  last_name: nullable(text()),
  locale: nullable(key()),
  region: nullable(key()),
  /** May name somebody whom nobody has announced yet. */
  manager_id: nullable(key()),
  hired_on: nullable(date()),
  active: flag(),
  last_day: nullable(date()),
  erasure_requested_at: nullable(instant()),
  /** Time of the newest event that the profile was taken from. */
  profile_at: instant(),
  /** When the latest was told that made them somebody who works here, or has left. */
  standing_at: instant(),
});

export type PersonRow = RowOf<typeof people>;

export const departments = table('departments', {
  department_id: primary(uuid()),
  name: unique(key()),
  version: integer(),
  /** The department that its people went to; null: it still exists. */
  merged_into: nullable(uuid()),
});

export type DepartmentRow = RowOf<typeof departments>;

/** What a person's events say from a day on: of the department its name, of the schedule seven millionths as JSON. */
export const timeline = table('timeline', {
  event_id: primary(uuid()),
  employee_id: key(),
  kind: primary(key<'department' | 'schedule'>()),
  value: text(),
  effective_from: date(),
  voids: nullable(uuid()),
  /** Null where it is the source of this change. */
  voids_source: nullable(text()),
  occurred_at: instant(),
  /** '' where an earlier version wrote it. */
  mark: primary(key()),
  /** Null where an earlier version wrote it. */
  source: nullable(text()),
});

export type TimelineRow = RowOf<typeof timeline>;

/** A projection of the timelines: which department on which days, [from_day; to_day]. */
export const memberships = table('memberships', {
  employee_id: primary(key()),
  from_day: primary(date()),
  to_day: date(),
  department: key(),
});

export type MembershipRow = RowOf<typeof memberships>;

export const imports = table('imports', {
  import_id: primary(uuid()),
  requested_by: key(),
  state: key<'checked' | 'applying' | 'applied' | 'interrupted' | 'cancelled'>(),
  /** The text as it was uploaded; blank once it has been applied or cancelled. */
  content: text(),
  total: integer(),
  done: integer(),
  /** JSON of ImportReport. */
  report: json(),
  created_at: instant(),
});

export type ImportRow = RowOf<typeof imports>;
