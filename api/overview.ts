import { z } from 'zod';
import { addDays, type LocalDate, localDate } from '#lib/dates.ts';
import { inZone, localDay } from './conditions.ts';
import { day, one, readParameters } from './parameters.ts';
import { json, route, type World } from './route.ts';
import { newestOf } from './rows.ts';
import { answerOf } from './statistics/answer.ts';
import type { Figure } from './statistics/figures.ts';
import { parametersOf, queryOf } from './statistics/query.ts';
import { sourceNamed } from './statistics/source.ts';
import { statementOf } from './statistics/sql.ts';

const hourMs = 3_600_000;
const hoursBack = 24;
/** Rates look back a year, so that no season is missing. */
const daysBack = 364;

const period = z.strictObject({ from: z.string(), to: z.string() });
const value = z.strictObject({ value: z.int(), period });
const figure = z.strictObject({ value: z.number().nullable(), numerator: z.number(), denominator: z.number() });

const answer = z.strictObject({
  asOf: z.iso.date().describe('The day that everything is as of.'),
  computedAt: z.iso.datetime(),
  people: value.describe('People employed on the day.'),
  outToday: z
    .strictObject({ people: z.int(), vacation: z.int(), sick: z.int(), period })
    .describe('People away on the day; who is sick on vacation counts as sick.'),
  pendingRequests: value
    .extend({ oldestSubmittedAt: z.iso.datetime().nullable() })
    .describe('Submitted by the day and undecided on it; withdrawn ones are left out.'),
  approvalRate: figure.extend({ period }).describe('Approved of those decided in the year before.'),
  leadTime: z.strictObject({ p50: figure, p90: figure, unit: z.literal('hour'), period }),
  sickRate: figure.extend({ period }).describe('Working days lost to illness in the year before, in whole months.'),
  loginFailures: value.describe('In the last 24 hours, or on the day when it is not today.'),
});

/** Today, or a day that was asked for. */
interface Moment {
  readonly day: LocalDate;
  readonly now: number;
  readonly isToday: boolean;
}

type Reader<T> = (world: World, moment: Moment) => Promise<T>;

async function single(world: World, sql: string, params: Readonly<Record<string, unknown>>) {
  const [row = {}] = await world.database.rows({ sql, params: { ...params, ...inZone(world.zone).params } });
  return row;
}

const onDay = ({ day }: Moment) => ({ period: { from: day, to: day } });

const people: Reader<unknown> = async (world, moment) => {
  const row = await single(
    world,
    `SELECT count() AS people FROM ${newestOf('employees')}
     WHERE _deleted = 0 AND ifNull(hired_on <= {day:Date32}, true) AND ifNull(left_on >= {day:Date32}, active)`,
    { day: moment.day },
  );
  return { value: Number(row.people), ...onDay(moment) };
};

const outToday: Reader<unknown> = async (world, moment) => {
  const row = await single(
    world,
    `SELECT uniqExact(employee_id) AS people, uniqExactIf(employee_id, kind = 'sick') AS sick
     FROM ${newestOf('absence_days')} WHERE _deleted = 0 AND day = {day:Date32}`,
    { day: moment.day },
  );
  const [all, sick] = [Number(row.people), Number(row.sick)];
  return { people: all, vacation: all - sick, sick, ...onDay(moment) };
};

const pendingRequests: Reader<unknown> = async (world, moment) => {
  const row = await single(
    world,
    `SELECT count() AS requests, minOrNull(submitted_at) AS oldest FROM ${newestOf('requests')}
     WHERE _deleted = 0 AND ${localDay('submitted_at')} <= {day:Date32}
       AND (status = 'submitted' OR ifNull(${localDay('decided_at')} > {day:Date32}, false))`,
    { day: moment.day },
  );
  return { value: Number(row.requests), oldestSubmittedAt: row.oldest, ...onDay(moment) };
};

/** A statistic's total over the year to the day. */
async function yearTotal(world: World, { day }: Moment, name: string) {
  const source = sourceNamed(name);
  if (!source) throw new Error(`${name} is no statistic`);
  const period = { from: addDays(day, -daysBack), to: day };
  const query = queryOf(source, readParameters(parametersOf(source), new URLSearchParams(period)));
  const rows = await world.database.rows(statementOf(query, world.zone));
  const found = answerOf(query, rows, world.clock.now());
  return {
    figure: (figure: string) => found.total[figure] as Figure,
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

const loginFailures: Reader<unknown> = async (world, moment) => {
  const first = Math.floor(moment.now / hourMs) * hourMs - (hoursBack - 1) * hourMs;
  const cut = moment.isToday
    ? 'toUnixTimestamp64Milli(hour) BETWEEN {first:Int64} AND {now:Int64}'
    : `${localDay('hour')} = {day:Date32}`;
  const row = await single(
    world,
    `SELECT sum(logins) AS failures FROM ${newestOf('statistics_login_activity')}
     WHERE _deleted = 0 AND outcome = 'failed' AND ${cut}`,
    { first, now: moment.now, day: moment.day },
  );
  const hours = { from: new Date(first).toISOString(), to: new Date(moment.now).toISOString() };
  return { value: Number(row.failures), ...(moment.isToday ? { period: hours } : onDay(moment)) };
};

const figures = {
  people,
  outToday,
  pendingRequests,
  approvalRate: rate('approval_rate', 'approvalRate'),
  leadTime,
  sickRate: rate('sick_rate', 'sickRate'),
  loginFailures,
};

export const overviewRoute = route({
  path: '/api/overview',
  summary: 'The figures at the head of the page, each with its period.',
  parameters: { asOf: one('The day to look at; else today.', day) },
  answer,
  read: async ({ asOf }, world) => {
    const now = world.clock.now();
    const today = localDate(now, world.zone);
    const moment = { day: asOf ?? today, now, isToday: (asOf ?? today) === today };
    const found = await Promise.all(
      Object.entries(figures).map(async ([name, read]) => [name, await read(world, moment)]),
    );
    return json({ asOf: moment.day, computedAt: new Date(now).toISOString(), ...Object.fromEntries(found) });
  },
});
