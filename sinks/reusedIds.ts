import type { Log } from '#lib/log.ts';
import type { Part } from '#lib/role.ts';
import { repeating } from '#lib/timing.ts';
import { type ReusedIds, reusedIdsSql } from '#tables/reusedIds.ts';
import type { ClickHouse } from './clickhouse.ts';
import { reusedIds } from './metrics.ts';

interface Watching {
  readonly db: ClickHouse;
  readonly log: Log;
}

const everyMs = 10_000;
const longestPauseMs = 60_000;

/**
 * Counts, and tells in the log, what publishers send under an id that they had given to another event; nobody else sees
 * all of a source.
 */
export function watchReusedIds(options: Watching): Part {
  const failed = (error: unknown) =>
    options.log.debug({ err: error }, 'ids that were used twice cannot be counted yet');
  const looks = repeating(looking(options), { everyMs, longestMs: longestPauseMs, failed });
  return { ready: () => null, stop: looks.stop };
}

/** A look; it reads the table only where that has changed since the last. */
export function looking({ db, log }: Watching): () => Promise<void> {
  const known = new Map<string, number>();
  let seen = '';
  return async () => {
    const state = await changesOf(db);
    if (state === seen) return;
    for (const { source, events: text, event_id: eventId } of await db.query<ReusedIds>(reusedIdsSql(db.database))) {
      const events = Number(text);
      reusedIds.set({ source }, events);
      if (events > (known.get(source) ?? 0))
        log.warn({ id_reused: events, source, eventId }, 'a publisher uses an id again for another event; both count');
      known.set(source, events);
    }
    seen = state;
  };
}

/** Every INSERT makes a block of a higher number; merging makes none. */
async function changesOf(db: ClickHouse): Promise<string> {
  const [state] = await db.query(
    `SELECT max(max_block_number) AS newest FROM system.parts WHERE active AND database = '${db.database}' AND table = 'events'`,
  );
  return JSON.stringify(state);
}
