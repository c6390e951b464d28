import { localDate } from '#lib/dates.ts';
import { frozenPlace, newestSql } from '#tables/frozen.ts';
import { memoizeFor } from '../memoize.ts';
import { notFrozen } from '../problem.ts';
import type { World } from '../world.ts';

/** The figures of groups as they stood at one moment; the sinks make them (sinks/frozen). */
export interface Snapshot {
  readonly name: string;
  /** Epoch ms. */
  readonly frozenAt: number;
  /** The local day of that moment. */
  readonly day: string;
}

const keptMs = 3_000;

/** The newest snapshot. Problem 503 before there is one. */
export const newestSnapshot = memoizeFor(keptMs, async ({ database, zone }: World): Promise<Snapshot> => {
  const [row] = await database.rows({ sql: newestSql, params: {} });
  if (!row) throw notFrozen();
  const frozenAt = Date.parse(String(row.frozen_at));
  return { name: String(row.snapshot), frozenAt, day: localDate(frozenAt, zone) };
});

/** A source's figures in a snapshot, for FROM. */
export const placeIn = ({ name }: Snapshot, source: string): string => frozenPlace(name, source);
