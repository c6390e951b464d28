import { openStep, type Refusal } from '#domain/decide.ts';
import type { Finding, PeriodFacts } from '#domain/findings.ts';
import { actorOf, type Request, type RequestEvent } from '#domain/request.ts';
import { oneDay } from '#lib/millionths.ts';
import type * as answers from './answers.ts';
import type { VersionedNote } from './sickNotes.ts';

const daysFrom = (amount: number): number => amount / oneDay;

/** Each amount in days. */
const inDays = <A extends Readonly<Record<string, number>>>(given: A) =>
  Object.fromEntries(Object.entries(given).map(([name, amount]) => [name, daysFrom(amount)])) as Record<
    keyof A,
    number
  >;

const amounts = new Set(['needed', 'left', 'longest', 'days']);

/** Amounts among the facts are told in days. */
export const viewFinding = ({ code, severity, facts }: Finding): answers.Finding => ({
  code,
  severity,
  facts: /^(balance_short|too_long)$/.test(code)
    ? Object.fromEntries(
        Object.entries(facts).map(([name, value]) => [name, amounts.has(name) ? daysFrom(Number(value)) : value]),
      )
    : facts,
});

export const viewRequest = (
  request: Request,
  version: number,
  amount: number,
  name?: string,
): answers.LeaveRequest => ({
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

const byTheClock: ReadonlySet<string> = new Set(['vacation.request.expired', 'vacation.request.reminded']);

/** What happened to a request, oldest first. */
export const viewHistory = (events: readonly RequestEvent[]): answers.HistoryEntry[] =>
  events.map((event) => ({
    type: event.type,
    at: event.occurredAt,
    by: actorOf(event) ?? (byTheClock.has(event.type) ? null : event.employeeId),
    text: 'comment' in event ? event.comment : 'reason' in event ? event.reason : null,
    values:
      'from' in event ? { leaveType: event.leaveType, from: event.from, to: event.to, dayPart: event.dayPart } : null,
  }));

export function viewPreview(
  period: PeriodFacts,
  findings: readonly Finding[],
  refusal: Refusal | null,
): answers.Preview {
  const sum = (field: 'counted' | 'working', year = '') =>
    period.days.filter(({ day }) => day.startsWith(year)).reduce((total, one) => total + one[field], 0);
  const years = Object.entries(period.available);
  return {
    days: daysFrom(sum('counted')),
    workingDays: daysFrom(sum('working')),
    perDay: period.days.map(({ day, counted, working }) => ({ day, ...inDays({ counted, working }) })),
    available: inDays(period.available),
    left: Object.fromEntries(years.map(([year, amount]) => [year, daysFrom(amount - sum('counted', year))])),
    findings: findings.map(viewFinding),
    allowed: refusal === null,
    refusal: refusal && { kind: refusal.kind, code: refusal.code, detail: refusal.detail },
  };
}

export const viewBalance = ({ leaveType, year, atRisk, ...amounts }: answers.Balance): answers.Balance => ({
  leaveType,
  year,
  ...inDays(amounts),
  atRisk: atRisk && { ...atRisk, days: daysFrom(atRisk.days) },
});

export const viewNote = ({ note, version }: VersionedNote): answers.SickNote => ({
  absenceId: note.absenceId,
  employeeId: note.employeeId,
  status: note.status,
  version,
  from: note.from,
  to: note.to,
  dayPart: note.dayPart,
});
