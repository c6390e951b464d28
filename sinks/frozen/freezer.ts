import type { Clock } from '#lib/clock.ts';
import { addDays, localDate } from '#lib/dates.ts';
import type { Log } from '#lib/log.ts';
import type { Part } from '#lib/role.ts';
import { repeating } from '#lib/timing.ts';
import { database } from '#tables/tables.ts';
import { dropBefore, type Freezing, freeze, newestDay } from './snapshot.ts';

export interface FreezerOptions extends Freezing {
  readonly clock: Clock;
  readonly log: Log;
}

const daysKept = 3;
/** How often it is looked whether a day has begun; after failures the pause grows. */
const everyMs = 1_000;
const longestPauseMs = 60_000;
/** A process that begins on a day without a snapshot waits this long for tables that are still being filled. */
const longestSettlingMs = 120_000;
const settledAfterMs = 10_000;

/**
 * Freezes the figures when a day begins in the company's zone, and after the start when that was missed. It holds up
 * nothing: what fails is tried again at the next look.
 */
export function startFreezing(options: FreezerOptions): Part {
  const failed = (error: unknown) => options.log.warn({ err: error }, 'the figures are not frozen yet');
  const looks = repeating(looking(options), { everyMs, longestMs: longestPauseMs, failed });
  return { ready: () => null, stop: looks.stop };
}

/** A look: freezes when the present day is not frozen. */
export function looking(options: FreezerOptions): () => Promise<void> {
  const { db, zone, clock, log } = options;
  const settled = settling(options);
  let known: string | null = null;
  return async () => {
    const at = clock.now();
    const today = localDate(at, zone);
    if (known !== null && known >= today) return;
    const sawMidnight = known !== null;
    const newest = await newestDay(db);
    if (newest === null || newest < today) {
      if (!(sawMidnight || (await settled()))) return;
      await freeze(options, today, at);
      await dropBefore(db, addDays(today, 1 - daysKept));
      log.info({ day: today }, 'the figures are frozen');
    }
    known = today;
  };
}

/** Whether people are known and tables have stopped growing for a while, or the wait has been long enough. */
function settling({ db, clock }: FreezerOptions): () => Promise<boolean> {
  const sql = `
    SELECT sum(total_rows) AS n, sumIf(total_rows, name = 'employees') AS people
    FROM system.tables WHERE database = '${database}' AND NOT startsWith(name, 'frozen')`;
  const seen = { rows: -1, since: 0, first: 0 };
  return async () => {
    const [row] = await db.query<{ n: string | number; people: string | number }>(sql);
    const now = clock.now();
    if (Number(row?.people ?? 0) === 0) return false;
    seen.first ||= now;
    if (Number(row?.n) !== seen.rows) Object.assign(seen, { rows: Number(row?.n), since: now });
    return now - seen.since >= settledAfterMs || now - seen.first >= longestSettlingMs;
  };
}
