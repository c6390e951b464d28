import { addDays, localDate } from '#lib/dates.ts';
import type { Figure, Overview } from '../answers.ts';
import { type Moment, onDay, statistic } from './moment.ts';

// What the statistics say, of everybody, of some people or of groups.

const hourMs = 3_600_000;
const hoursBack = 24;
/** Rates look back a year, so that no season is missing. */
const daysBack = 364;

const nothing: Figure = { value: null, numerator: 0, denominator: 0 };

/** A statistic's total over the year to the day. */
async function yearTotal(moment: Moment, name: string) {
  const asked = { from: addDays(moment.day, -daysBack), to: moment.day };
  const { total, period } = await statistic(moment, name, asked);
  return {
    figure: (figure: string) => (total[figure] ?? nothing) as Figure,
    period: { from: period?.from ?? asked.from, to: period?.to ?? asked.to },
  };
}

export async function approvalRate(moment: Moment): Promise<Overview['approvalRate']> {
  const { figure, period } = await yearTotal(moment, 'approval_rate');
  return { ...figure('approvalRate'), period };
}

export async function sickRate(moment: Moment): Promise<Overview['sickRate']> {
  const { figure, period } = await yearTotal(moment, 'sick_rate');
  return { ...figure('sickRate'), period };
}

export async function leadTime(moment: Moment): Promise<Overview['leadTime']> {
  const { figure, period } = await yearTotal(moment, 'decision_lead_time');
  return { p50: figure('p50'), p90: figure('p90'), unit: 'hour', period };
}

/** Of today the last 24 hours, the present one included; else the whole day. */
export async function loginFailures(moment: Moment): Promise<Overview['loginFailures']> {
  const { world, now, day, isToday } = moment;
  const first = Math.floor(now / hourMs) * hourMs - (hoursBack - 1) * hourMs;
  const days = { from: isToday ? localDate(first, world.zone) : day, to: day };
  const { rows } = await statistic(moment, 'login_activity', { outcome: 'failed', by: 'hour', ...days });
  const isCounted = (at: number): boolean => !isToday || (at >= first && at <= now);
  const counted = rows.filter(({ hour }) => isCounted(Date.parse(String(hour))));
  const value = counted.reduce((sum, { logins }) => sum + Number(logins), 0);
  const hours = { from: new Date(first).toISOString(), to: new Date(now).toISOString() };
  return { value, period: isToday ? hours : onDay(moment) };
}
