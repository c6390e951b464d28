import type { Transaction } from 'kysely';
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
  sequence,
  table,
  text,
  uuid,
} from '../common/database/table.ts';
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
  seq: sequence(),
  event_id: uuid(),
  stream_type: key<StreamType>(),
  stream_id: key(),
  version: integer(),
  type: key(),
  occurred_at: instant(),
  employee_id: key(),
  /** The event as JSON, amounts and instants as numbers. */
  data: json(),
});

export type EventRow = RowOf<typeof events>;

/** Replica of a person: what its events fold to. */
export const people = table('people', {
  employee_id: primary(key()),
  manager_id: nullable(key()),
  active: flag(),
  data: json(),
});

/** Projection: where each request stands. */
export const requests = table('requests', {
  request_id: primary(key()),
  employee_id: key(),
  status: key(),
  version: integer(),
  leave_type: text(),
  from_day: date(),
  to_day: date(),
  days: integer(),
  submitted_at: instant(),
  state: json(),
});

export type RequestRow = RowOf<typeof requests>;

/** Projection: where each sick note stands. */
export const sickNotes = table('sick_notes', {
  absence_id: primary(key()),
  employee_id: key(),
  status: key(),
  version: integer(),
  from_day: date(),
  to_day: date(),
  day_part: key(),
});

export type SickNoteRow = RowOf<typeof sickNotes>;

/** Projection: one row per day that somebody is, or asks to be, away. */
export const absences = table('absences', {
  kind: primary(key<'vacation' | 'sick'>()),
  id: primary(key()),
  day: primary(date()),
  employee_id: key(),
  leave_type: text(),
  standing: key<'pending' | 'approved'>(),
  day_part: key(),
  fraction: integer(),
  counted: integer(),
  working: integer(),
});

export type AbsenceRow = RowOf<typeof absences>;

/** Projection: sums of the balance events by leave type and year. */
export const balances = table('balances', {
  employee_id: primary(key()),
  leave_type: primary(key()),
  year: primary(integer()),
  granted: integer(),
  carried: integer(),
  adjusted: integer(),
  lapsed: integer(),
  forfeited: integer(),
});

/** Who decides in somebody's place; no delegation is for ever unless `to_day` is null. */
export const delegations = table('delegations', {
  approver_id: primary(key()),
  delegate_id: key(),
  from_day: date(),
  to_day: nullable(date()),
  /** 1: only on days on which the approver is away. */
  when_away: flag(),
});

export const rules = table('rules', {
  id: primary(integer()),
  version: integer(),
  content: json(),
});

/** Answers by Idempotency-Key. */
export const once = table('once', {
  employee_id: primary(key()),
  idempotency_key: primary(key()),
  fingerprint: key(),
  answer: json(),
  created_at: instant(),
});
