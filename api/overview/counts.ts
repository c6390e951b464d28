import type { Overview } from '../answers.ts';
import type { RawRow } from '../clickhouse.ts';
import { allOf, localDay } from '../conditions.ts';
import { newestOf } from '../rows.ts';
import { within } from '../scope.ts';
import { type Moment, onDay } from './moment.ts';

// What is counted of rows within the scope.

/** The one row of this SELECT over those of a table's rows that fulfil the tests; they may use `day` and `zone`. */
async function countOf(
  { world, scope, day }: Moment,
  select: string,
  table: string,
  ...tests: string[]
): Promise<RawRow> {
  const where = allOf(within(scope, 'employee_id'), '_deleted = 0', ...tests);
  const sql = `SELECT ${select} FROM ${newestOf(table)} WHERE ${where.sql}`;
  const [row = {}] = await world.database.rows({ sql, params: { ...where.params, day, zone: world.zone } });
  return row;
}

async function people(moment: Moment): Promise<Overview['people']> {
  const employed = ['ifNull(hired_on <= {day:Date32}, true)', 'ifNull(left_on >= {day:Date32}, active)'];
  const { people } = await countOf(moment, 'count() AS people', 'employees', ...employed);
  return { value: Number(people), period: onDay(moment) };
}

async function outToday(moment: Moment): Promise<Overview['outToday']> {
  const select = "uniqExact(employee_id) AS people, uniqExactIf(employee_id, kind = 'sick') AS sick";
  const row = await countOf(moment, select, 'absence_days', 'day = {day:Date32}');
  const people = Number(row.people);
  const sick = Number(row.sick);
  return { people, vacation: people - sick, sick, period: onDay(moment) };
}

async function pendingRequests(moment: Moment): Promise<Overview['pendingRequests']> {
  const select = 'count() AS requests, minOrNull(submitted_at) AS oldest';
  const pending = [
    `${localDay('submitted_at')} <= {day:Date32}`,
    `(status = 'submitted' OR ifNull(${localDay('decided_at')} > {day:Date32}, false))`,
  ];
  const { requests, oldest } = await countOf(moment, select, 'requests', ...pending);
  return { value: Number(requests), oldestSubmittedAt: oldest ? String(oldest) : null, period: onDay(moment) };
}

export const counts = { people, outToday, pendingRequests };
