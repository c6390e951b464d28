import type { Transaction } from 'kysely';
import type { Tables } from '../common/database/database.ts';
import type { GuardTable } from '../common/database/guard.ts';
import { column, type RowOf, table } from '../common/database/table.ts';
import type { EventSetTables } from '../common/people/tables.ts';

/**
 * The vacation service's own tables; it is their only writer. Instants are epoch ms, amounts millionths of a day, flags
 * 0 or 1.
 */
export interface VacationTables extends GuardTable, EventSetTables {
  events: EventRow;
  people: RowOf<typeof people>;
  requests: RequestRow;
  sick_notes: SickNoteRow;
  absences: AbsenceRow;
  balances: RowOf<typeof balances>;
  delegations: RowOf<typeof delegations>;
  rules: RowOf<typeof rules>;
  once: RowOf<typeof once>;
}

export type Trx = Transaction<Tables<VacationTables>>;

/** What a stream of events tells about. */
export type StreamType = 'request' | 'sick_note' | 'balance';

/** The event store: append-only, one row per event, versions of a stream from 1 without a gap. */
export const events = table('events', {
  seq: column.sequence(),
  event_id: column.uuid(),
  stream_type: column.key<StreamType>(),
  stream_id: column.key(),
  version: column.integer(),
  type: column.key(),
  occurred_at: column.instant(),
  employee_id: column.key(),
  /** The event as JSON, amounts and instants as numbers. */
  data: column.json(),
});

export type EventRow = RowOf<typeof events>;

/** Replica of a person: what its events fold to. */
export const people = table('people', {
  employee_id: column.key().primary(),
  manager_id: column.key().nullable(),
  active: column.flag(),
  data: column.json(),
});

/** Projection: where each request stands. */
export const requests = table('requests', {
  request_id: column.key().primary(),
  employee_id: column.key(),
  status: column.key(),
  version: column.integer(),
  leave_type: column.text(),
  from_day: column.date(),
  to_day: column.date(),
  days: column.integer(),
  submitted_at: column.instant(),
  state: column.json(),
});

export type RequestRow = RowOf<typeof requests>;

/** Projection: where each sick note stands. */
export const sickNotes = table('sick_notes', {
  absence_id: column.key().primary(),
  employee_id: column.key(),
  status: column.key(),
  version: column.integer(),
  from_day: column.date(),
  to_day: column.date(),
  day_part: column.key(),
});

export type SickNoteRow = RowOf<typeof sickNotes>;

/** Projection: one row per day that somebody is, or asks to be, away. */
export const absences = table('absences', {
  kind: column.key<'vacation' | 'sick'>().primary(),
  id: column.key().primary(),
  day: column.date().primary(),
  employee_id: column.key(),
  leave_type: column.text(),
  standing: column.key<'pending' | 'approved'>(),
  day_part: column.key(),
  fraction: column.integer(),
  counted: column.integer(),
  working: column.integer(),
});

export type AbsenceRow = RowOf<typeof absences>;

/** Projection: sums of the balance events by leave type and year. */
export const balances = table('balances', {
  employee_id: column.key().primary(),
  leave_type: column.key().primary(),
  year: column.integer().primary(),
  granted: column.integer(),
  carried: column.integer(),
  adjusted: column.integer(),
  lapsed: column.integer(),
  forfeited: column.integer(),
});

/** Who decides in somebody's place; no delegation is for ever unless `to_day` is null. */
export const delegations = table('delegations', {
  approver_id: column.key().primary(),
  delegate_id: column.key(),
  from_day: column.date(),
  to_day: column.date().nullable(),
  /** 1: only on days on which the approver is away. */
  when_away: column.flag(),
});

export const rules = table('rules', {
  id: column.integer().primary(),
  version: column.integer(),
  content: column.json(),
});

/** Answers by Idempotency-Key. */
export const once = table('once', {
  employee_id: column.key().primary(),
  idempotency_key: column.key().primary(),
  fingerprint: column.key(),
  answer: column.json(),
  created_at: column.instant(),
});
