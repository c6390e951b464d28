import { z } from 'zod';
import { addDays } from '#lib/dates.ts';
import type { Api, Asked } from './api.ts';
import type { Period, Periods } from './periods.ts';

const figure = z.object({ value: z.number().nullable(), numerator: z.number(), denominator: z.number() });

/** A ratio or a quantile with the sums it was computed from. */
export type Sums = z.output<typeof figure>;

const byStatus = z.object({ rows: z.array(z.object({ status: z.string(), requests: z.number() })) });
const approvals = z.object({ total: z.object({ approvalRate: figure }) });
const leadTimes = z.object({ total: z.object({ p50: figure, p90: figure }) });

const outByDay = z.object({ rows: z.array(z.object({ day: z.string(), kind: z.string(), days: z.number() })) });

const names = { firstName: z.string().nullable(), lastName: z.string().nullable() };

const requestRow = z.object({
  requestId: z.string(),
  employeeId: z.string(),
  status: z.string(),
  leaveType: z.string(),
  from: z.string(),
  to: z.string(),
  days: z.number(),
  department: z.string(),
  ...names,
  submittedAt: z.string(),
  decidedAt: z.string().nullable(),
});
export type RequestRow = z.output<typeof requestRow>;

const absenceRow = z.object({
  employeeId: z.string(),
  requestId: z.string(),
  day: z.string(),
  kind: z.enum(['vacation', 'sick']),
  leaveType: z.string(),
  department: z.string(),
  ...names,
  fraction: z.number(),
  counted: z.number(),
  working: z.number(),
});
export type AbsenceRow = z.output<typeof absenceRow>;

/** What the API says of one period. */
export interface PeriodFacts {
  readonly byStatus: readonly { readonly status: string; readonly requests: number }[];
  readonly approvalRate: Sums;
  readonly p50: Sums;
  readonly p90: Sums;
  readonly absences: readonly AbsenceRow[];
  /** Requests that waited for a decision when its last day ended. */
  readonly waiting: number;
}

/** Everything that a report is made of. */
export interface Facts {
  readonly current: PeriodFacts;
  readonly before: PeriodFacts;
  /** Days away of each of the last periods, by its first day and by kind. */
  readonly lately: readonly { readonly day: string; readonly kind: string; readonly days: number }[];
  readonly ahead: readonly AbsenceRow[];
  /** Requests that wait now, the oldest first. */
  readonly waiting: readonly RequestRow[];
  /** Requests that were submitted in the period. */
  readonly requests: readonly RequestRow[];
}

/** More rows than a company of a hundred thousand has in a month. */
const mostRows = 1_000_000;

/** Reads what a report tells of, as the person whose right `api` has; `department` narrows it. */
export async function readFacts(
  api: Api,
  { current, before, lately, ahead }: Periods,
  department: string | null,
): Promise<Facts> {
  const within: Asked = department === null ? {} : { department };
  const [now, then, past, away, waiting, requests] = await Promise.all([
    readPeriod(api, current, within),
    readPeriod(api, before, within),
    awayLately(api, lately, within),
    absencesOf(api, ahead, within),
    requestsOf(api, { ...within, status: 'submitted', sort: 'submittedAt' }),
    requestsOf(api, { ...within, submittedFrom: current.from, submittedTo: current.to, sort: 'submittedAt' }),
  ]);
  return { current: now, before: then, lately: past, ahead: away, waiting, requests };
}

async function readPeriod(api: Api, period: Period, within: Asked): Promise<PeriodFacts> {
  const asked = { ...within, from: period.from, to: period.to };
  const statistic = <T extends z.ZodType>(name: string, shape: T, by: Asked = {}) =>
    api.get(`/api/statistics/${name}`, { ...asked, ...by }, shape);
  const [statuses, approval, lead, absences, waiting] = await Promise.all([
    statistic('requests_by_status', byStatus, { by: 'status' }),
    statistic('approval_rate', approvals),
    statistic('decision_lead_time', leadTimes),
    absencesOf(api, period, within),
    waitingAfter(api, period, within),
  ]);
  const counts = statuses.rows.filter(({ requests }) => requests !== 0);
  return { byStatus: counts, approvalRate: approval.total.approvalRate, ...lead.total, absences, waiting };
}

/** Sums of weeks or of months, by their first days. */
async function awayLately(api: Api, lately: readonly Period[], within: Asked): Promise<Facts['lately']> {
  const { from = '', to = '' } = { from: lately.at(0)?.from, to: lately.at(-1)?.to };
  const grain = lately.every((period) => period.to === addDays(period.from, 6)) ? 'week' : 'month';
  const asked = { ...within, from, to, by: `day:${grain},kind` };
  return (await api.get('/api/statistics/out_by_day', asked, outByDay)).rows;
}

/** Submitted by the end of the period, and undecided or decided later. */
async function waitingAfter(api: Api, { to }: Period, within: Asked): Promise<number> {
  const [still, later] = await Promise.all([
    requestsOf(api, { ...within, status: 'submitted', submittedTo: to }),
    requestsOf(api, { ...within, submittedTo: to, decidedFrom: addDays(to, 1) }),
  ]);
  return still.length + later.length;
}

const absencesOf = (api: Api, { from, to }: Period, within: Asked) =>
  api.rows('/api/absences', { ...within, from, to, limit: '10000' }, absenceRow, mostRows);

const requestsOf = (api: Api, asked: Asked) =>
  api.rows('/api/requests', { ...asked, limit: '1000' }, requestRow, mostRows);
