import type { Overview } from '../answers.ts';
import { awayOn } from '../privacy/read.ts';
import { newestSnapshot } from '../privacy/snapshot.ts';
import { type Moment, onDay, statistic } from './moment.ts';

// What is counted of rows (counts.ts) has its counterpart among the figures of groups.

/** The sum of one column of a statistic; null where it is not shown. */
async function totalOf(moment: Moment, name: string, column: string, asked: Readonly<Record<string, string>>) {
  const { total } = await statistic(moment, name, asked);
  return (total[column] ?? null) as number | null;
}

async function people(moment: Moment): Promise<Overview['people']> {
  return { value: await totalOf(moment, 'available_days', 'people', onDay(moment)), period: onDay(moment) };
}

async function outToday(moment: Moment): Promise<Overview['outToday']> {
  const away = await awayOn(moment.world, await newestSnapshot(moment.world), moment.day);
  return { ...away, period: onDay(moment) };
}

/** Where requests stood on another day is in no snapshot, and since when the oldest waits is about one person. */
async function pendingRequests(moment: Moment): Promise<Overview['pendingRequests']> {
  const asked = { status: 'submitted', to: moment.day };
  const value = moment.isToday ? await totalOf(moment, 'requests_by_status', 'requests', asked) : null;
  return { value, oldestSubmittedAt: null, period: onDay(moment) };
}

export const countsOfGroups = { people, outToday, pendingRequests };
