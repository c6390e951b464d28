import type { LocalDate } from '#lib/dates.ts';
import { awaySource, groupsSource } from '#tables/frozen.ts';
import type { World } from '../world.ts';
import { placeIn, type Snapshot } from './snapshot.ts';

/** Who is away on a day, each person once; nulls when the company had no group in the month. */
export async function awayOn(world: World, snapshot: Snapshot, day: LocalDate) {
  const sql = `
    SELECT sum(people) AS everybody, sum(sick) AS ill, (
      SELECT count() FROM ${placeIn(snapshot, groupsSource)} WHERE month = toDate32(toStartOfMonth({day:Date32}))) AS departments
    FROM ${placeIn(snapshot, awaySource)} WHERE day = {day:Date32}`;
  const [row] = await world.database.rows({ sql, params: { day } });
  if (Number(row?.departments) === 0) return { people: null, vacation: null, sick: null };
  const people = Number(row?.everybody);
  const sick = Number(row?.ill);
  return { people, vacation: people - sick, sick };
}

/** The names under which groups are shown. */
export async function groupNames(world: World, snapshot: Snapshot): Promise<string[]> {
  const sql = `SELECT DISTINCT shown_as FROM ${placeIn(snapshot, groupsSource)} ORDER BY shown_as`;
  return (await world.database.rows({ sql, params: {} })).map(({ shown_as }) => String(shown_as));
}
