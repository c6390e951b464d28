import type { Transaction } from 'kysely';
import type { Tables } from '../common/database/database.ts';
import type { GuardTable } from '../common/database/guard.ts';

/** The user service's own tables; it is their only writer. Instants are epoch ms, flags 0 or 1. */
export interface UserTables extends GuardTable {
  people: PersonRow;
  departments: DepartmentRow;
  timeline: TimelineRow;
  memberships: MembershipRow;
  imports: ImportRow;
}

export type Trx = Transaction<Tables<UserTables>>;

export interface PersonRow {
  employee_id: string;
  /** Grows by one with every change of the person, timelines included: the ETag. */
  version: number;
  email: string | null;
  /** The mail address in lower case, by which people are told apart. */
  email_key: string | null;
  first_name: string | null;
  last_name: string | null;
  locale: string | null;
  region: string | null;
  /** May name somebody whom nobody has announced yet. */
  manager_id: string | null;
  hired_on: string | null;
  active: number;
  last_day: string | null;
  erasure_requested_at: number | null;
  /** Time of the newest event that the profile was taken from. */
  profile_at: number;
}

export interface DepartmentRow {
  department_id: string;
  name: string;
  version: number;
  /** The department that its people went to; null: it still exists. */
  merged_into: string | null;
}

/** What a person's events say from a day on: of the department its name, of the schedule seven millionths as JSON. */
export interface TimelineRow {
  event_id: string;
  employee_id: string;
  kind: 'department' | 'schedule';
  value: string;
  effective_from: string;
  voids: string | null;
  occurred_at: number;
}

/** A projection of the timelines: which department on which days, [from_day; to_day]. */
export interface MembershipRow {
  employee_id: string;
  from_day: string;
  to_day: string;
  department: string;
}

export interface ImportRow {
  import_id: string;
  requested_by: string;
  state: 'checked' | 'applying' | 'applied' | 'interrupted';
  /** The text as it was uploaded; blank once it has been applied. */
  content: string;
  total: number;
  done: number;
  /** JSON of ImportReport. */
  report: string;
  created_at: number;
}
