import { randomUUIDv7 } from 'node:crypto';
import type { Kysely, Transaction } from 'kysely';
import type { Clock } from '#lib/clock.ts';
import type { Trace } from '#lib/http/trace.ts';
import type { AnyEvent } from '#schemas/event.ts';
import { markOf, type Written } from '#schemas/mark.ts';
import { afterCommit, narrow } from '../database/database.ts';
import { isDuplicate } from '../database/errors.ts';
import type { CommonTables } from '../database/tables.ts';
import { type Draft, fromJson, toJson } from './events.ts';

/** What every event of one act has in common. */
export interface Origin {
  /** CloudEvents source: `/vacations`. */
  readonly source: string;
  readonly clock: Clock;
  readonly trace?: Pick<Trace, 'traceparent'> | undefined;
}

/** Who is told that something was appended and committed in this process. */
const listeners = new Set<() => void>();

/** Calls `listener` after each commit that appended something; the answer ends it. */
export function onAppended(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/**
 * Writes events into the outbox, within the business transaction; answers them with their ids and times, which increase
 * strictly per aggregate. Throws when the data is not what the type's definition allows: that is a bug, and nothing is
 * committed.
 */
export async function append<DB extends CommonTables>(
  trx: Transaction<DB>,
  origin: Origin,
  drafts: readonly Draft[],
): Promise<readonly AnyEvent[]> {
  const events: AnyEvent[] = [];
  for (const draft of drafts) events.push(await appendOne(narrow<CommonTables>(trx), origin, draft));
  afterCommit(trx, () => {
    for (const listener of listeners) listener();
  });
  return events;
}

/**
 * The aggregate's row is locked before the number is drawn, so within an aggregate numbers follow the order of commits.
 */
async function appendOne(
  trx: Transaction<CommonTables>,
  { source, clock, trace }: Origin,
  { definition, aggregate, data }: Draft,
): Promise<AnyEvent> {
  const time = await nextTime(trx, aggregate, clock.now());
  const id = randomUUIDv7();
  const json = toJson(definition, data);
  const event = fromJson(definition.type, id, time, json);
  if (!event) throw new Error(`this is no ${definition.type}: ${faults(definition, json)}`);
  const { type } = definition;
  const told = new Date(time).toISOString();
  const mark = markOf({ source, id, type, time: told, data: json as Written['data'] });
  const payload = {
    specversion: '1.0',
    id,
    source,
    type,
    subject: aggregate.id,
    time: told,
    datacontenttype: 'application/json',
    data: json,
  };
  const row = {
    event_id: id,
    aggregate_type: aggregate.type,
    aggregate_id: aggregate.id,
    type,
    mark,
    payload: JSON.stringify(payload),
    headers: JSON.stringify(trace ? { traceparent: trace.traceparent } : {}),
    created_at: clock.now(),
  };
  await trx.insertInto('outbox').values(row).execute();
  return { ...event, mark, source };
}

/** Fields and complaints, without the values: they may be personal. */
const faults = ({ json }: Draft['definition'], data: unknown): string =>
  json
    .safeParse(data)
    .error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
    .join('; ') ?? 'unknown type';

type Rows = Kysely<CommonTables>;

/**
 * `now`, or a millisecond after the aggregate's last event where that is later; holds the aggregate's row until the
 * commit.
 */
async function nextTime(trx: Rows, aggregate: Draft['aggregate'], now: number): Promise<number> {
  if (await advance(trx, aggregate, now)) return timeOf(trx, aggregate);
  const row = { aggregate_type: aggregate.type, aggregate_id: aggregate.id, last_at: now };
  try {
    await trx.insertInto('outbox_aggregates').values(row).execute();
  } catch (error) {
    if (!isDuplicate(error)) throw error;
    await advance(trx, aggregate, now);
  }
  return timeOf(trx, aggregate);
}

async function advance(trx: Rows, { type, id }: Draft['aggregate'], now: number): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('outbox_aggregates')
    .set(({ case: when, ref, eb }) => ({
      last_at: when()
        .when(ref('last_at'), '<', now)
        .then(now)
        .else(eb('last_at', '+', 1))
        .end(),
    }))
    .where('aggregate_type', '=', type)
    .where('aggregate_id', '=', id)
    .executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}

async function timeOf(trx: Rows, { type, id }: Draft['aggregate']): Promise<number> {
  const query = trx.selectFrom('outbox_aggregates').select('last_at').where('aggregate_type', '=', type);
  return (await query.where('aggregate_id', '=', id).executeTakeFirstOrThrow()).last_at;
}
