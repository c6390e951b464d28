import { addDays, type LocalDate, localDate } from '#lib/dates.ts';
import { type Figure, overview } from './answers.ts';
import { inZone, localDay } from './conditions.ts';
import { day, one, readParameters } from './parameters.ts';
import { awayOn } from './privacy/read.ts';
import { newestSnapshot, type Snapshot } from './privacy/snapshot.ts';
import { json, route, type World } from './route.ts';
import { newestOf } from './rows.ts';
import { type Scope, scopeOf, within } from './scope.ts';
import { parametersOf, queryOf } from './statistics/query.ts';
import { answerFor } from './statistics/reading.ts';
import { sourceNamed } from './statistics/source.ts';

const hourMs = 3_600_000;
const hoursBack = 24;
/** Rates look back a year, so that no season is missing. */
const daysBack = 364;

/** Today, or a day that was asked for, and whose figures. `now` is when figures of groups were frozen. */
interface Moment {
  readonly scope: Scope;
  readonly day: LocalDate;
  readonly now: number;
  readonly isToday: boolean;
}

type Reader<T> = (world: World, moment: Moment) => Promise<T>;

/** The one row of a sum over the rows within the scope. */
async function single(world: World, { scope, day }: Moment, sql: string) {
  const conditions = [inZone(world.zone), ...within(scope, 'employee_id')];
  const params = Object.assign({ day }, ...conditions.map(({ params }) => params));
  const [row = {}] = await world.database.rows({
    sql: [sql, ...conditions.map(({ sql }) => sql)].join(' AND '),
    params,
  });
  return row;
}

const onDay = ({ day }: Moment) => ({ period: { from: day, to: day } });

const people: Reader<unknown> = async (world, moment) => {
  const row = await single(
    world,
    moment,
    `SELECT count() AS people FROM ${newestOf('employees')}
     WHERE _deleted = 0 AND ifNull(hired_on <= {day:Date32}, true) AND ifNull(left_on >= {day:Date32}, active)`,
  );
  return { value: Number(row.people), ...onDay(moment) };
};

const outToday: Reader<unknown> = async (world, moment) => {
  const row = await single(
    world,
    moment,
    `SELECT uniqExact(employee_id) AS people, uniqExactIf(employee_id, kind = 'sick') AS sick
     FROM ${newestOf('absence_days')} WHERE _deleted = 0 AND day = {day:Date32}`,
  );
  const [all, sick] = [Number(row.people), Number(row.sick)];
  return { people: all, vacation: all - sick, sick, ...onDay(moment) };
};

const pendingRequests: Reader<unknown> = async (world, moment) => {
  const row = await single(
    world,
    moment,
    `SELECT count() AS requests, minOrNull(submitted_at) AS oldest FROM ${newestOf('requests')}
     WHERE _deleted = 0 AND ${localDay('submitted_at')} <= {day:Date32}
       AND (status = 'submitted' OR ifNull(${localDay('decided_at')} > {day:Date32}, false))`,
  );
  return { value: Number(row.requests), oldestSubmittedAt: row.oldest, ...onDay(moment) };
};

/** A statistic within the scope; `asked` as in an address. */
function statistic(world: World, { scope }: Moment, name: string, asked: Readonly<Record<string, string>>) {
  const source = sourceNamed(name);
  if (!source) throw new Error(`${name} is no statistic`);
  const query = queryOf(source, readParameters(parametersOf(source), new URLSearchParams(asked)));
  return answerFor(query, world, scope);
}

const nothing: Figure = { value: null, numerator: 0, denominator: 0 };

/** A statistic's total over the year to the day. */
async function yearTotal(world: World, moment: Moment, name: string) {
  const period = { from: addDays(moment.day, -daysBack), to: moment.day };
  const found = await statistic(world, moment, name, period);
  return {
    figure: (figure: string) => (found.total[figure] ?? nothing) as Figure,
    period: { from: found.period?.from ?? period.from, to: found.period?.to ?? period.to },
  };
}

const rate =
  (statistic: string, name: string): Reader<unknown> =>
  async (world, moment) => {
    const { figure, period } = await yearTotal(world, moment, statistic);
    return { ...figure(name), period };
  };

const leadTime: Reader<unknown> = async (world, moment) => {
  const { figure, period } = await yearTotal(world, moment, 'decision_lead_time');
  return { p50: figure('p50'), p90: figure('p90'), unit: 'hour', period };
};

/** Of today the last 24 hours, the present one included; else the whole day. */
const loginFailures: Reader<unknown> = async (world, moment) => {
  const { day, now, isToday } = moment;
  const first = Math.floor(now / hourMs) * hourMs - (hoursBack - 1) * hourMs;
  const days = { from: isToday ? localDate(first, world.zone) : day, to: day };
  const { rows } = await statistic(world, moment, 'login_activity', { outcome: 'failed', by: 'hour', ...days });
  const counted = rows.filter(
    ({ hour }) => !isToday || (Date.parse(String(hour)) >= first && Date.parse(String(hour)) <= now),
  );
  const value = counted.reduce((sum, { logins }) => sum + Number(logins), 0);
  const hours = { from: new Date(first).toISOString(), to: new Date(now).toISOString() };
  return { value, ...(isToday ? { period: hours } : onDay(moment)) };
};

/** The sum of one column of a statistic on a day; null where it is not shown. */
async function totalOf(
  world: World,
  moment: Moment,
  name: string,
  column: string,
  asked: Readonly<Record<string, string>>,
) {
  const { total } = await statistic(world, moment, name, asked);
  return (total[column] ?? null) as number | null;
}

/** What is counted of rows has its counterpart among the figures of groups. */
const ofGroups = (
  snapshot: Snapshot,
): Readonly<Record<'people' | 'outToday' | 'pendingRequests', Reader<unknown>>> => ({
  people: async (world, moment) => {
    const on = { from: moment.day, to: moment.day };
    return { value: await totalOf(world, moment, 'available_days', 'people', on), ...onDay(moment) };
  },
  outToday: async (world, moment) => {
    return { ...(await awayOn(world, snapshot, moment.day)), ...onDay(moment) };
  },
  // Where requests stood on another day is in no snapshot, and since when the oldest waits is about one person.
  pendingRequests: async (world, moment) => {
    const until = { status: 'submitted', to: moment.day };
    const value = moment.isToday ? await totalOf(world, moment, 'requests_by_status', 'requests', until) : null;
    return { value, oldestSubmittedAt: null, ...onDay(moment) };
  },
});

const figures = {
  people,
  outToday,
  pendingRequests,
  approvalRate: rate('approval_rate', 'approvalRate'),
  leadTime,
  sickRate: rate('sick_rate', 'sickRate'),
  loginFailures,
};

/** A moment of the world; of groups of when they were frozen. */
function momentOf(
  { clock, zone }: World,
  scope: Scope,
  asOf: LocalDate | undefined,
  frozenAt: number | undefined,
): Moment {
  const now = frozenAt ?? clock.now();
  const today = localDate(now, zone);
  return { scope, day: asOf ?? today, now, isToday: (asOf ?? today) === today };
}

export const overviewRoute = route({
  path: '/api/overview',
  summary: 'The figures at the head of the page, each with its period.',
  roles: 'signed-in',
  parameters: { asOf: one('The day to look at; else today.', day) },
  answer: overview,
  read: async ({ asOf }, world, person) => {
    const scope = await scopeOf(person, world, 'statistics');
    const snapshot = scope.kind === 'aggregates' ? await newestSnapshot(world) : null;
    const moment = momentOf(world, scope, asOf, snapshot?.frozenAt);
    const readers = snapshot ? { ...figures, ...ofGroups(snapshot) } : figures;
    const found = await Promise.all(
      Object.entries(readers).map(async ([name, read]) => [name, await read(world, moment)]),
    );
    const computedAt = new Date(moment.now).toISOString();
    const frozen = snapshot && { frozenAt: computedAt };
    return json({ asOf: moment.day, computedAt, ...frozen, ...Object.fromEntries(found) });
  },
});
