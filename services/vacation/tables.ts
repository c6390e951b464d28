import type { Generated, Transaction } from 'kysely';
import type { Tables } from '../common/database/database.ts';
import type { GuardTable } from '../common/database/guard.ts';
import type { EventSetsTable } from '../common/people/tables.ts';

/** The vacation service's own tables; it is their only writer. Instants are epoch ms, amounts millionths of a day, flags 0 or 1. */
export interface VacationTables extends GuardTable {
  events: EventRow;
  event_sets: EventSetsTable;
  people: PersonRow;
  requests: RequestRow;
  sick_notes: SickNoteRow;
  absences: AbsenceRow;
  balances: BalanceRow;
  delegations: DelegationRow;
  rules: { id: number; version: number; content: string };
  once: OnceRow;
}

export type Trx = Transaction<Tables<VacationTables>>;

/** What a stream of events tells about. */
export type StreamType = 'request' | 'sick_note' | 'balance';

/** The event store: append-only, one row per event, versions of a stream from 1 without a gap. */
export interface EventRow {
  seq: Generated<number>;
  event_id: string;
  stream_type: StreamType;
  stream_id: string;
  version: number;
  type: string;
  occurred_at: number;
  employee_id: string;
  /** The event as JSON, amounts and instants as numbers. */
  data: string;
}

/** Replica of a person: what its events fold to. */
interface PersonRow {
  employee_id: string;
  manager_id: string | null;
  active: number;
  data: string;
}

/** Projection: where each request stands. */
export interface RequestRow {
  request_id: string;
  employee_id: string;
  status: string;
  version: number;
  leave_type: string;
  from_day: string;
  to_day: string;
  days: number;
  submitted_at: number;
  state: string;
}

/** Projection: where each sick note stands. */
export interface SickNoteRow {
  absence_id: string;
  employee_id: string;
  status: string;
  version: number;
  from_day: string;
  to_day: string;
  day_part: string;
}

/** Projection: one row per day that somebody is, or asks to be, away. */
export interface AbsenceRow {
  kind: 'vacation' | 'sick';
  id: string;
  day: string;
  employee_id: string;
  leave_type: string;
  standing: 'pending' | 'approved';
  day_part: string;
  fraction: number;
  counted: number;
  working: number;
}

/** Projection: sums of the balance events by leave type and year. */
interface BalanceRow {
  employee_id: string;
  leave_type: string;
  year: number;
  granted: number;
  carried: number;
  adjusted: number;
  lapsed: number;
  forfeited: number;
}

/** Who decides in somebody's place; no delegation is for ever unless `to_day` is null. */
interface DelegationRow {
  approver_id: string;
  delegate_id: string;
  from_day: string;
  to_day: string | null;
  /** 1: only on days on which the approver is away. */
  when_away: number;
}

/** Answers by Idempotency-Key. */
interface OnceRow {
  employee_id: string;
  idempotency_key: string;
  fingerprint: string;
  answer: string;
  created_at: number;
}
