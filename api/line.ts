import { eventTypes } from '#schemas/catalogue.ts';
import type { EventDefinition } from '#schemas/event.ts';
import { families } from '#schemas/families.ts';
import { positionsTable } from '#tables/positions.ts';
import { type ReusedIds, reusedIdsSql } from '#tables/reusedIds.ts';
import { database, tables } from '#tables/tables.ts';
import { type LineState, lineState } from './answers.ts';
import { memoizeFor } from './memoize.ts';
import { forOffice, type Route } from './route.ts';
import { newestOf } from './rows.ts';
import type { KafkaState, World } from './world.ts';

interface Progress {
  readonly topic: string;
  readonly partition: number;
  readonly next: bigint;
}

async function readParts({ database: db }: World): Promise<ReadonlyMap<string, { rows: number; changedAt: string }>> {
  const sql = `SELECT table, sum(rows) AS rows, max(modification_time) AS changed
    FROM system.parts WHERE active AND database = {database:String} GROUP BY table`;
  const rows = await db.rows({ sql, params: { database } });
  return new Map(
    rows.map(({ table, rows, changed }) => [
      String(table),
      { rows: Number(rows), changedAt: new Date(String(changed)).toISOString() },
    ]),
  );
}

async function readProgress({ database: db }: World): Promise<Progress[]> {
  const sql = `SELECT topic, partition, next_offset FROM ${newestOf(positionsTable)}`;
  return (await db.rows({ sql, params: {} })).map(({ topic, partition, next_offset }) => ({
    topic: String(topic),
    partition: Number(partition),
    next: BigInt(String(next_offset)),
  }));
}

/** Records of a table's topics behind what the sinks have inserted; of a partition never seen all. */
function lagOf(topics: readonly string[], progress: readonly Progress[], { ends }: KafkaState): number {
  const missing = topics.flatMap((topic) =>
    [...(ends.get(topic) ?? [])].map(([partition, end]) => {
      const known = progress.find((entry) => entry.topic === topic && entry.partition === partition);
      return Number(end - (known?.next ?? 0n));
    }),
  );
  return missing.reduce((sum, lag) => sum + Math.max(0, lag), 0);
}

const perFamily = Object.entries(families).flatMap(([family, { topic, entity }]) =>
  entity === null
    ? []
    : [{ family, topic, entity, types: eventTypes.filter((it) => it.family === family && it.entity === entity) }],
);

const listed = (types: readonly EventDefinition[]): string => types.map(({ type }) => `'${type}'`).join(', ');

/** Entities none of whose events creates them (statistics/entities/eventSet.ts calls them incomplete). */
const incompleteSql = perFamily
  .map(
    ({ family, topic, entity, types }) =>
      `SELECT '${family}' AS family, count() AS entities FROM (
        SELECT JSONExtractString(payload, '${entity}') AS entity FROM ${newestOf('events')}
        WHERE _deleted = 0 AND topic = '${topic}' AND type IN (${listed(types)}) GROUP BY entity
        HAVING countIf(type IN (${listed(types.filter(({ rank }) => rank === 0))})) = 0
      )`,
  )
  .join('\nUNION ALL\n');

async function readLast({ database: db }: World): Promise<string | null> {
  const [last] = await db.rows({ sql: `SELECT maxOrNull(received_at) AS last FROM ${newestOf('events')}`, params: {} });
  return typeof last?.last === 'string' ? last.last : null;
}

type Counts = Readonly<Record<string, number>>;

async function countIncomplete({ database: db }: World): Promise<Counts> {
  const rows = await db.rows({ sql: incompleteSql, params: {} });
  return Object.fromEntries(rows.map(({ family, entities }) => [String(family), Number(entities)]));
}

const readReused = memoizeFor(10_000, async ({ database: db }: World) => {
  const rows = (await db.rows({ sql: reusedIdsSql(database), params: {} })) as unknown as readonly ReusedIds[];
  return rows.map(({ source, ids, events, last_at, event_id }) => ({
    source,
    ids: Number(ids),
    events: Number(events),
    lastAt: last_at,
    eventId: event_id,
  }));
});

/** Looks into every event, so it is done at most every ten seconds. */
const readIncomplete = memoizeFor(10_000, countIncomplete);

const iso = (ms: number | null | undefined): string | null =>
  ms === null || ms === undefined ? null : new Date(ms).toISOString();

export const lineRoute = (world: World): Route =>
  forOffice.get('/line', {
    summary: 'How the line is: how fresh each table is, what lags, what was set aside.',
    answer: lineState,
    handle: () => readLine(world),
  });

async function readLine(world: World): Promise<LineState> {
  const state = await world.kafka.state().catch(() => null);
  const reading = [readParts(world), readProgress(world), readLast(world)] as const;
  const [parts, progress, lastEventAt] = await Promise.all(reading);
  const [incomplete, reusedIds] = await Promise.all([readIncomplete(world), readReused(world)]);
  const seen = world.kafka.changes();
  return {
    at: new Date(world.clock.now()).toISOString(),
    kafka: { away: iso(world.kafka.away()) },
    tables: tables.map(({ name, topics }) => ({
      name,
      rows: parts.get(name)?.rows ?? 0,
      changedAt: iso(seen.get(name)) ?? parts.get(name)?.changedAt ?? null,
      lag: state && lagOf(topics, progress, state),
    })),
    deadLetters: state?.deadLetters ?? null,
    lag: state?.lag ?? null,
    lastEventAt,
    incomplete,
    reusedIds,
  };
}
