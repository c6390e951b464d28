import { isPersonEvent } from '#domain/person.ts';
import { evolve, type Request, type RequestEvent } from '#domain/request.ts';
import { evolveSickNote, type SickNote, type SickNoteEvent } from '#domain/sickNote.ts';
import { eventType } from '#schemas/catalogue.ts';
import { withCopy } from '#schemas/copies.ts';
import type { AnyEvent } from '#schemas/event.ts';
import { narrow } from '../common/database/database.ts';
import type { CommonTables } from '../common/database/tables.ts';
import { note, notedOf } from '../common/messaging/notes.ts';
import { isErasure, isReplicaEvent } from '../common/people/replica.ts';
import { change, type VacationWorld } from './act.ts';
import { isChoice, takeOver } from './choices.ts';
import { erase } from './erasure.ts';
import { insert, type Stream, streamOf, type VacationEvent } from './eventStore.ts';
import { rebuild } from './projections.ts';
import { hear } from './replica.ts';
import { readRules } from './rules.ts';
import type { Trx } from './tables.ts';

/** What a rebuild found. */
export interface Restored {
  readonly events: number;
  readonly streams: number;
  /** Events that their stream does not allow; they are left out. */
  readonly illegal: readonly string[];
}

/** Throws every read model away and makes it again from the event store. */
export const replay = (world: VacationWorld): Promise<number> => change(world, undefined, rebuild);

/**
 * Fills an empty database with the events that Kafka has kept, one transaction: all of it, or nothing. Rejects when the
 * event store is not empty, for what it holds may not have reached Kafka yet. Who was erased is erased here, too. What
 * may still come on the queue `consumer` of people is noted as handled.
 */
export const restore = (
  world: VacationWorld,
  found: readonly AnyEvent[],
  consumer = 'leaveline.vacation',
): Promise<Restored> =>
  change(world, undefined, async (act) => {
    if (await act.trx.selectFrom('events').select('seq').limit(1).executeTakeFirst())
      throw new Error('The event store is not empty: restore only into a new database.');
    const events = eventsIn(found);
    for (const event of events.filter(isReplicaEvent))
      await note(narrow<CommonTables>(act.trx), consumer, notedOf(event));
    for (const event of events.filter(isPersonEvent)) await hear(act.trx, event, world.zone);
    for (const choice of events.filter(isChoice)) await takeOver(act.trx, choice);
    const { streams, illegal } = inStreams(events.filter(isOurs));
    for (const { stream, told } of streams) await store(act.trx, stream, told);
    await rebuild({ ...act, ...(await readRules(act.trx, world.standard)) });
    for (const event of events.filter(isErasure)) await erase(act, event);
    return { events: events.length - illegal.length, streams: streams.length, illegal };
  });

/** Each event once, blank where one of its copies is; in the order of their times. */
function eventsIn(found: readonly AnyEvent[]): AnyEvent[] {
  const sets = new Map<string, readonly AnyEvent[]>();
  for (const event of found) {
    const set = JSON.stringify([eventType(event.type)?.family, event.employeeId]);
    sets.set(set, withCopy(sets.get(set) ?? [], event));
  }
  return [...sets.values()].flat().toSorted((a, b) => a.occurredAt - b.occurredAt || (nameOf(a) < nameOf(b) ? -1 : 1));
}

const nameOf = ({ eventId, mark }: AnyEvent): string => `${eventId} ${mark ?? ''}`;

const isOurs = (event: AnyEvent): event is VacationEvent => /^(vacation\.(request|balance)|absence)\./.test(event.type);

interface StreamEvents {
  readonly stream: Stream;
  readonly told: readonly VacationEvent[];
}

function inStreams(events: readonly VacationEvent[]): { streams: StreamEvents[]; illegal: string[] } {
  const byStream = Map.groupBy(events, (event) => Object.values(streamOf(event)).join(' '));
  const illegal: string[] = [];
  const streams = [...byStream.values()].flatMap((all) => {
    const told = allowedOf(all);
    illegal.push(...all.filter((event) => !told.includes(event)).map(({ eventId }) => eventId));
    return told[0] ? [{ stream: streamOf(told[0]), told }] : [];
  });
  return { streams, illegal };
}

/** The events of one stream that its state allows, one after the other. */
function allowedOf(events: readonly VacationEvent[]): VacationEvent[] {
  let request: Request | null = null;
  let note: SickNote | null = null;
  return events.filter((event) => {
    if ('requestId' in event) {
      const next = evolve(request, event as RequestEvent);
      request = next ?? request;
      return next !== undefined;
    }
    if (!('absenceId' in event)) return true;
    const next = evolveSickNote(note, event as SickNoteEvent);
    note = next ?? note;
    return next !== undefined;
  });
}

const rowsAtOnce = 100;

/** The outbox must know the time of the last event, so that the next one comes after it. */
async function store(trx: Trx, stream: Stream, events: readonly VacationEvent[]): Promise<void> {
  for (let at = 0; at < events.length; at += rowsAtOnce)
    await insert(trx, stream, at, events.slice(at, at + rowsAtOnce));
  const row = { aggregate_type: stream.type, aggregate_id: stream.id, last_at: events.at(-1)?.occurredAt ?? 0 };
  await trx.insertInto('outbox_aggregates').values(row).execute();
}
