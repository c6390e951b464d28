import type { BalanceEvent } from '#domain/balances.ts';
import type { RequestEvent } from '#domain/request.ts';
import type { SickNoteEvent } from '#domain/sickNote.ts';
import type { Unstamped } from '#domain/unstamped.ts';
import { conflict } from '#lib/http/problem.ts';
import { eventType } from '#schemas/catalogue.ts';
import type { AnyEvent } from '#schemas/event.ts';
import { isDuplicate } from '../common/database/errors.ts';
import type { Draft } from '../common/messaging/events.ts';
import { append } from '../common/messaging/outbox.ts';
import type { Act } from './act.ts';
import type { StreamType, Trx } from './tables.ts';

/** Every event that the service decides. */
export type VacationEvent = RequestEvent | SickNoteEvent | BalanceEvent;

export interface Stream {
  readonly type: StreamType;
  readonly id: string;
}

export const requestStream = (id: string): Stream => ({ type: 'request', id });
export const sickNoteStream = (id: string): Stream => ({ type: 'sick_note', id });
export const balanceStream = (employeeId: string, leaveType: string): Stream => ({
  type: 'balance',
  id: `${employeeId}/${leaveType}`,
});

/** The stream that an event belongs to. */
export function streamOf(event: VacationEvent): Stream {
  if ('requestId' in event) return requestStream(event.requestId);
  return 'absenceId' in event ? sickNoteStream(event.absenceId) : balanceStream(event.employeeId, event.leaveType);
}

/** The events of a stream, oldest first; the version is their number. */
export async function load<E extends VacationEvent>(trx: Trx, { type, id }: Stream): Promise<E[]> {
  const rows = await trx
    .selectFrom('events')
    .select('data')
    .where('stream_type', '=', type)
    .where('stream_id', '=', id)
    .orderBy('version')
    .execute();
  return rows.map(({ data }) => JSON.parse(data));
}

/** Appends what was decided on `version` events, to the store and to the outbox. 409 when the stream has moved on. */
export async function record<E extends VacationEvent>(
  { trx, origin }: Act,
  stream: Stream,
  version: number,
  decided: readonly Unstamped<E>[],
): Promise<E[]> {
  if (decided.length === 0) return [];
  const events = await append(
    trx,
    origin,
    decided.map((event) => draftOf(stream, event)),
  );
  try {
    await insert(trx, stream, version, events);
  } catch (error) {
    if (isDuplicate(error)) throw stale(version);
    throw error;
  }
  return events as readonly unknown[] as E[];
}

/** Somebody else was first. */
export const stale = (version: number) =>
  conflict('stale', `It has changed since version ${version}.`, { given: version });

function draftOf({ type, id }: Stream, event: { readonly type: string }): Draft {
  const definition = eventType(event.type);
  if (!definition) throw new Error(`${event.type} is no event type`);
  const { type: _, ...data } = event;
  return { definition, aggregate: { type, id }, data };
}

/** Rows for events that follow the first `version` ones of their stream. */
export async function insert(trx: Trx, stream: Stream, version: number, events: readonly AnyEvent[]): Promise<void> {
  const rows = events.map((event, at) => ({
    event_id: event.eventId,
    stream_type: stream.type,
    stream_id: stream.id,
    version: version + at + 1,
    type: event.type,
    occurred_at: event.occurredAt,
    employee_id: event.employeeId ?? '',
    data: JSON.stringify(event),
  }));
  await trx.insertInto('events').values(rows).execute();
}
