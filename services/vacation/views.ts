import { z } from 'zod';
import { openStep, type Refusal } from '#domain/decide.ts';
import type { Finding, PeriodFacts } from '#domain/findings.ts';
import type { Request, RequestEvent } from '#domain/request.ts';
import { ONE_DAY } from '#lib/millionths.ts';
import type { BalanceView } from './balances.ts';
import type { StandingNote } from './sickNotes.ts';

// What the service answers. Amounts are days as numbers, instants epoch ms, days YYYY-MM-DD.

const days = z.number().describe('Days.');
const daysFrom = (amount: number): number => amount / ONE_DAY;

export const findingView = z.object({
  code: z.string(),
  severity: z.enum(['refuse', 'warn']),
  facts: z.record(z.string(), z.union([z.string(), z.number()])),
});

const amounts = new Set(['needed', 'left', 'longest', 'days']);

/** Amounts among the facts are told in days. */
export const viewFinding = ({ code, severity, facts }: Finding): z.input<typeof findingView> => ({
  code,
  severity,
  facts: /^(balance_short|too_long)$/.test(code)
    ? Object.fromEntries(
        Object.entries(facts).map(([name, value]) => [name, amounts.has(name) ? daysFrom(Number(value)) : value]),
      )
    : facts,
});

export const requestView = z.object({
  requestId: z.string(),
  employeeId: z.string(),
  employeeName: z.string().optional(),
  status: z.string(),
  version: z.int(),
  leaveType: z.string(),
  from: z.string(),
  to: z.string(),
  dayPart: z.enum(['full', 'morning', 'afternoon']),
  fraction: z.number().nullable().describe('Hours off, as a share of the scheduled day.'),
  days,
  substituteId: z.string().nullable(),
  approval: z.array(z.string()).describe('Who has to agree, step by step.'),
  agreed: z.int().describe('Steps passed.'),
  openStep: z.string().nullable(),
  submittedAt: z.int(),
  decidedAt: z.int().nullable(),
  decidedBy: z.string().nullable(),
  automatic: z.boolean(),
});

export type RequestView = z.input<typeof requestView>;

export const viewRequest = (request: Request, version: number, amount: number, name?: string): RequestView => ({
  requestId: request.requestId,
  employeeId: request.employeeId,
  ...(name !== undefined && { employeeName: name }),
  status: request.status,
  version,
  leaveType: request.leaveType,
  from: request.from,
  to: request.to,
  dayPart: request.dayPart,
  fraction: request.fraction === null ? null : daysFrom(request.fraction),
  days: daysFrom(amount),
  substituteId: request.substituteId,
  approval: [...(request.approval ?? ['manager'])],
  agreed: request.agreed.length,
  openStep: openStep(request) ?? null,
  submittedAt: request.submittedAt,
  decidedAt: request.decidedAt,
  decidedBy: request.decidedBy,
  automatic: request.automatic,
});

export const historyView = z.array(
  z.object({
    type: z.string(),
    at: z.int(),
    by: z.string().nullable(),
    text: z.string().nullable(),
    values: z.object({ leaveType: z.string(), from: z.string(), to: z.string(), dayPart: z.string() }).nullable(),
  }),
);

/** What happened to a request, oldest first. */
export const viewHistory = (events: readonly RequestEvent[]): z.input<typeof historyView> =>
  events.map((event) => ({
    type: event.type,
    at: event.occurredAt,
    by: byOf(event),
    text: 'comment' in event ? event.comment : 'reason' in event ? event.reason : null,
    values:
      'from' in event ? { leaveType: event.leaveType, from: event.from, to: event.to, dayPart: event.dayPart } : null,
  }));

function byOf(event: RequestEvent): string | null {
  if ('decidedBy' in event) return event.decidedBy;
  if ('withdrawnBy' in event) return event.withdrawnBy;
  if ('modifiedBy' in event) return event.modifiedBy;
  if ('cancelledBy' in event) return event.cancelledBy;
  return event.type === 'vacation.request.expired' || event.type === 'vacation.request.reminded'
    ? null
    : event.employeeId;
}

export const previewView = z.object({
  days,
  workingDays: z.number().describe('Scheduled work that is missed.'),
  perDay: z.array(z.object({ day: z.string(), counted: z.number(), working: z.number() })),
  available: z.record(z.string(), z.number()).describe('What can be taken in each year, before this.'),
  left: z.record(z.string(), z.number()).describe('What is left of it after this.'),
  findings: z.array(findingView),
  allowed: z.boolean(),
  refusal: z.object({ kind: z.string(), code: z.string(), detail: z.string() }).nullable(),
});

export function viewPreview(
  period: PeriodFacts,
  findings: readonly Finding[],
  refusal: Refusal | null,
): z.input<typeof previewView> {
  const sum = (field: 'counted' | 'working', year = '') =>
    period.days.filter(({ day }) => day.startsWith(year)).reduce((total, one) => total + one[field], 0);
  const years = Object.entries(period.available);
  return {
    days: daysFrom(sum('counted')),
    workingDays: daysFrom(sum('working')),
    perDay: period.days.map(({ day, counted, working }) => ({
      day,
      counted: daysFrom(counted),
      working: daysFrom(working),
    })),
    available: Object.fromEntries(years.map(([year, amount]) => [year, daysFrom(amount)])),
    left: Object.fromEntries(years.map(([year, amount]) => [year, daysFrom(amount - sum('counted', year))])),
    findings: findings.map(viewFinding),
    allowed: refusal === null,
    refusal: refusal && { kind: refusal.kind, code: refusal.code, detail: refusal.detail },
  };
}

export const balanceView = z.object({
  leaveType: z.string(),
  year: z.int(),
  granted: days,
  carried: days,
  adjusted: days,
  expired: days,
  taken: days,
  scheduled: days,
  pending: days,
  available: days,
  atRisk: z.object({ days, last: z.string() }).nullable().describe('Carried days that will expire.'),
});

export const viewBalance = (balance: BalanceView): z.input<typeof balanceView> => ({
  ...balance,
  granted: daysFrom(balance.granted),
  carried: daysFrom(balance.carried),
  adjusted: daysFrom(balance.adjusted),
  expired: daysFrom(balance.expired),
  taken: daysFrom(balance.taken),
  scheduled: daysFrom(balance.scheduled),
  pending: daysFrom(balance.pending),
  available: daysFrom(balance.available),
  atRisk: balance.atRisk && { ...balance.atRisk, days: daysFrom(balance.atRisk.days) },
});

export const sickNoteView = z.object({
  absenceId: z.string(),
  employeeId: z.string(),
  status: z.enum(['reported', 'cancelled']),
  version: z.int(),
  from: z.string(),
  to: z.string(),
  dayPart: z.enum(['full', 'morning', 'afternoon']),
});

export const viewNote = ({ note, version }: StandingNote): z.input<typeof sickNoteView> => ({
  absenceId: note.absenceId,
  employeeId: note.employeeId,
  status: note.status,
  version,
  from: note.from,
  to: note.to,
  dayPart: note.dayPart,
});
