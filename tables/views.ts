/** A view: a figure that grows without events, or is as of a moment, defined once in SQL over the tables. */
export interface View {
  readonly name: string;
  readonly doc: string;
  /** Columns, for readers. */
  readonly columns: Readonly<Record<string, string>>;
  /** The columns that rows are keyed by, a date first; and those that may be summed. */
  readonly key: readonly string[];
  readonly sums: readonly string[];
  /** A SELECT; tables stand as `{db}.<table>`, other views as `{db}.<view>`, and `{people}` for whose rows are read. */
  readonly sql: string;
}

const inDatabase = (sql: string, database: string): string => sql.replaceAll('{db}', `\`${database}\``);

export const viewSql = (database: string, { name, sql }: View): string =>
  `CREATE OR REPLACE VIEW \`${database}\`.\`${name}\` AS ${inDatabase(sql.replaceAll('{people}', 'true'), database)}`;

/**
 * The SELECT of a view over the rows of some people, which `people` tells by `employee_id`. RangeError when there is no
 * such view.
 */
export function narrowedSql(database: string, name: string, zone: string, people: string): string {
  const views = viewsOf(zone);
  const view = views.find((candidate) => candidate.name === name);
  if (!view) throw new RangeError(`${name} is no view`);
  const narrowed = views.reduce(
    (sql, other) => sql.replaceAll(`{db}.${other.name}`, () => `(${narrowedSql(database, other.name, zone, people)})`),
    view.sql,
  );
  return inDatabase(
    narrowed.replaceAll('{people}', () => people),
    database,
  );
}

/** The day on which somebody asks, in the company's zone. */
const today = (zone: string): string => `toDate32(now('${zone}'))`;

/** Who is out: vacation and sick note of one day count under their own kind (out(d) = ΣA). */
const outByDay: View = {
  name: 'out_by_day',
  doc: 'People who are away, by day, department and kind.',
  columns: {
    day: 'Date32: the day.',
    department: 'String: the person’s department on that day.',
    kind: 'String: vacation or sick.',
    people: 'UInt64: people away, also on days without work.',
    people_missed: 'UInt64: people away who would have worked.',
    days: 'Decimal: calendar days taken.',
    working_days: 'Decimal: scheduled work missed.',
  },
  key: ['day', 'department', 'kind'],
  sums: ['people', 'people_missed', 'days', 'working_days'],
  sql: `
    SELECT day, department, kind,
      uniqExact(employee_id) AS people,
      uniqExactIf(employee_id, working > 0) AS people_missed,
      sum(fraction) AS days,
      sum(working) AS working_days
    FROM {db}.absence_days FINAL
    WHERE {people}
    GROUP BY day, department, kind`,
};

/**
 * Σ W by day and department: each person's share of the weekday by the schedule of that day, from hiring (or, unknown,
 * from the first day of the year in which records begin) to leaving or the end of this year. Department and schedule of
 * a day are the last that began by then.
 */
const availableDays = (zone: string): View => ({
  name: 'available_days',
  doc: 'Working days that could be worked, by day and department: the denominator of rates.',
  columns: {
    day: 'Date32: the day.',
    department: 'String: the department on that day.',
    people: 'UInt64: people employed.',
    available_days: 'Decimal: scheduled work.',
  },
  key: ['day', 'department'],
  sums: ['people', 'available_days'],
  sql: `
    WITH
      ${today(zone)} AS today,
      (SELECT toStartOfYear(least(min(day), today)) FROM (SELECT day FROM {db}.absence_days FINAL UNION ALL SELECT today)) AS begin,
      toDate32(addYears(toStartOfYear(today), 1)) - 1 AS finish
    SELECT day, department, count() AS people, sum(share) AS available_days
    FROM (
      SELECT
        toDate32(arrayJoin(range(
          toInt32(greatest(ifNull(hired_on, toDate32(begin)), toDate32(begin))),
          toInt32(least(ifNull(left_on, finish), finish)) + 1
        ))) AS day,
        departments[arrayLastIndex(since -> since <= day, department_from)] AS department,
        schedules[7 * (arrayLastIndex(since -> since <= day, schedule_from) - 1) + toDayOfWeek(day)] AS share
      FROM {db}.employees FINAL
      WHERE {people}
    )
    GROUP BY day, department`,
});

/**
 * Σ sick ÷ Σ target, both summed before they are divided and both cut at today; a month without target has the rate 0
 * (metric 5).
 */
const sickRate = (zone: string): View => ({
  name: 'sick_rate',
  doc: 'Share of working days lost to illness, by month and department.',
  columns: {
    month: 'Date32: first day of the month.',
    department: 'String: the department on each day.',
    sick_days: 'Decimal: scheduled work missed for illness, up to today.',
    available_days: 'Decimal: scheduled work, up to today.',
    sick_rate: 'Float64: sick_days ÷ available_days; 0 where nothing is available.',
  },
  key: ['month', 'department'],
  sums: ['sick_days', 'available_days'],
  sql: `
    SELECT month, department, sum(sick) AS sick_days, sum(available) AS available_days,
      if(available_days = 0, 0, toFloat64(sick_days) / toFloat64(available_days)) AS sick_rate
    FROM (
      SELECT toDate32(toStartOfMonth(day)) AS month, department, working AS sick, toDecimal64(0, 6) AS available
      FROM {db}.absence_days FINAL WHERE kind = 'sick' AND day <= ${today(zone)} AND {people}
      UNION ALL
      SELECT toDate32(toStartOfMonth(day)), department, toDecimal64(0, 6), available_days
      FROM {db}.available_days WHERE day <= ${today(zone)}
    )
    GROUP BY month, department`,
});

/** Every view, in the order in which they read each other. `zone`: the company's IANA time zone. */
export const viewsOf = (zone: string): readonly View[] => [outByDay, availableDays(zone), sickRate(zone)];
