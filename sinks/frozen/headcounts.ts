import { database } from '#tables/tables.ts';
import type { ClickHouse } from '../clickhouse.ts';
import type { Headcount } from './groups.ts';

/**
 * People by month and department, of twenty years back and two ahead. Only who was in the department on every day of
 * the month counts, so that on no day of it there were fewer; departments that had people on some days only are there
 * with 0. Who was hired on an unknown day counts from the first day of the year in which records begin, as in
 * `available_days`.
 */
const headcountsSql = (zone: string): string => `
  WITH
    toDate32(now('${zone}')) AS today,
    (SELECT toStartOfYear(least(min(day), today)) FROM (SELECT day FROM \`${database}\`.absence_days FINAL UNION ALL SELECT today)) AS begin,
    toDate32('1970-01-01') AS epoch
  SELECT month, department, sum(whole) AS people
  FROM (
    SELECT
      ifNull(hired_on, toDate32(begin)) AS first,
      ifNull(left_on, addYears(today, 2)) AS last,
      arrayJoin(range(
        toInt32(toRelativeMonthNum(greatest(first, addYears(today, -20)))),
        toInt32(toRelativeMonthNum(least(last, addYears(today, 2)))) + 1
      )) - toInt32(toRelativeMonthNum(epoch)) AS at,
      addMonths(epoch, at) AS month,
      addMonths(epoch, at + 1) - 1 AS month_end,
      arrayDistinct(arrayPushFront(
        arrayFilter((name, since) -> since > month AND since <= month_end, departments, department_from),
        departments[arrayLastIndex(since -> since <= month, department_from)]
      )) AS within,
      arrayJoin(within) AS department,
      toUInt64(length(within) = 1 AND first <= month AND (left_on IS NULL OR left_on >= month_end)) AS whole
    FROM \`${database}\`.employees FINAL
    WHERE _deleted = 0 AND (active OR left_on IS NOT NULL)
  )
  GROUP BY month, department
  SETTINGS enable_extended_results_for_datetime_functions = 1`;

export async function readHeadcounts(db: ClickHouse, zone: string): Promise<Headcount[]> {
  const rows = await db.query<{ month: string; department: string; people: string | number }>(headcountsSql(zone));
  return rows.map(({ month, department, people }) => ({ month, department, people: Number(people) }));
}
