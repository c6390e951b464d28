import { countsOf } from '#deadLetters/ledger.ts';
import { incompleteSql } from '#tables/incomplete.ts';
import { positionsTable } from '#tables/positions.ts';
import { type ReusedIds, reusedIdsSql } from '#tables/reusedIds.ts';
import { database, tables } from '#tables/tables.ts';
import { type LineState, lineState } from './answers.ts';
import { stoppedOf } from './deadLetters/routes.ts';
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

async function readLast({ database: db }: World): Promise<string | null> {
  const [last] = await db.rows({ sql: `SELECT maxOrNull(received_at) AS last FROM ${newestOf('events')}`, params: {} });
  return typeof last?.last === 'string' ? last.last : null;
}

type Counts = Readonly<Record<string, number>>;

async function countIncomplete({ database: db }: World): Promise<Counts> {
  const rows = await db.rows({ sql: incompleteSql(database), params: {} });
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

const mostGroups = 100;

/** What is open: what nobody has looked at in RabbitMQ yet counts, and is of no reason. */
function lettersOf({
  letters,
}: World): Pick<LineState, 'deadLetters' | 'deadLettersBy' | 'deadLettersUnseen' | 'stoppedRoutes'> {
  const known = letters.known();
  if (known === null) return { deadLetters: null, deadLettersBy: [], deadLettersUnseen: {}, stoppedRoutes: [] };
  const open = known.entries.filter(({ state }) => state === 'open');
  const unseen = Object.values(known.unseen).reduce((sum, count) => sum + count, 0);
  return {
    deadLetters: open.length + unseen + known.leftOut,
    deadLettersBy: countsOf(open).slice(0, mostGroups),
    deadLettersUnseen: known.unseen,
    stoppedRoutes: known.stopped.map(stoppedOf),
  };
}

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
    ...lettersOf(world),
    lag: state?.lag ?? null,
    lastEventAt,
    incomplete,
    reusedIds,
  };
}
