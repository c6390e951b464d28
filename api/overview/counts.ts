import type { RawRow } from '../clickhouse.ts';
import { allOf, localDay } from '../conditions.ts';
import { newestOf } from '../rows.ts';
import { within } from '../scope.ts';
import { type Moment, onDay, type Reader } from './moment.ts';

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

const people: Reader<'people'> = async (moment) => {
  const employed = ['ifNull(hired_on <= {day:Date32}, true)', 'ifNull(left_on >= {day:Date32}, active)'];
  const { people } = await countOf(moment, 'count() AS people', 'employees', ...employed);
  return { value: Number(people), period: onDay(moment) };
};

const outToday: Reader<'outToday'> = async (moment) => {
  const select = "uniqExact(employee_id) AS people, uniqExactIf(employee_id, kind = 'sick') AS sick";
  const row = await countOf(moment, select, 'absence_days', 'day = {day:Date32}');
  const [people, sick] = [Number(row.people), Number(row.sick)];
  return { people, vacation: people - sick, sick, period: onDay(moment) };
};

const pendingRequests: Reader<'pendingRequests'> = async (moment) => {
  const select = 'count() AS requests, minOrNull(submitted_at) AS oldest';
  const pending = [
    `${localDay('submitted_at')} <= {day:Date32}`,
    `(status = 'submitted' OR ifNull(${localDay('decided_at')} > {day:Date32}, false))`,
  ];
  const { requests, oldest } = await countOf(moment, select, 'requests', ...pending);
  return { value: Number(requests), oldestSubmittedAt: oldest ? String(oldest) : null, period: onDay(moment) };
};

export const counts = { people, outToday, pendingRequests };
