import { statisticNamed } from '#statistics/catalogue.ts';
import { database } from '#tables/tables.ts';
import { narrowedSql } from '#tables/views.ts';
import type { StatisticAnswer } from '../answers.ts';
import type { RawRow } from '../clickhouse.ts';
import { isAmong } from '../conditions.ts';
import { selectionFor } from '../people/events.ts';
import { select } from '../people/select.ts';
import { tooManyPeople } from '../problem.ts';
import { newestOf } from '../rows.ts';
import type { World } from '../world.ts';
import { answerOf } from './answer.ts';
import type { Query } from './query.ts';
import type { ScopeOf } from './resolver.ts';
import { statementOf } from './sql.ts';

/** Of more people nothing is folded: who has that many below is asked to look at everybody. */
export const mostPeople = 20_000;

/** Statistics are summed up from these people's events as the line sums them, views are read for these people only. */
export async function ofPeople(query: Query, world: World, { ids }: ScopeOf<'people'>): Promise<StatisticAnswer> {
  const at = world.clock.now();
  return answerOf(query, await rowsOf(query, world, ids), at);
}

async function rowsOf(query: Query, world: World, ids: readonly string[]): Promise<RawRow[]> {
  const statistic = statisticNamed(query.dataset.name);
  if (!statistic) return world.database.rows(narrowed(query, world.zone, ids));
  if (ids.length > mostPeople) return rowsOfEverybody(query, world, ids);
  const totals = await world.people.of(selectionFor(statistic.of, query.period), ids);
  return select(query, statistic, totals.of(statistic.name), world.zone);
}

function narrowed(query: Query, zone: string, ids: readonly string[]) {
  const { sql, params } = isAmong('people', 'employee_id', ids);
  const from = `(${narrowedSql(database, query.dataset.name, zone, sql)})`;
  const statement = statementOf({ ...query, dataset: { ...query.dataset, from } }, zone);
  return { ...statement, params: { ...statement.params, ...params } };
}

/** The statistic's table, if nobody is left out of so many. Problem 422 otherwise. */
async function rowsOfEverybody(query: Query, world: World, ids: readonly string[]): Promise<RawRow[]> {
  const { sql, params } = isAmong('people', 'employee_id', ids);
  const others = `SELECT count() AS people FROM ${newestOf('employees')} WHERE _deleted = 0 AND NOT ${sql}`;
  const [row] = await world.database.rows({ sql: others, params });
  if (Number(row?.people) > 0) throw tooManyPeople(ids.length, mostPeople);
  return world.database.rows(statementOf(query, world.zone));
}
