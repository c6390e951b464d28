import { addDays, daysBetween, type LocalDate } from '#lib/dates.ts';
import type { Employment } from './balances.ts';
import type { CountedDay, DayPart, Period } from './calendar.ts';
import type { Blackout, CoverageRule, LeaveRules, LeaveTypeRules, Severity } from './leaveRules.ts';
import { typeRules } from './leaveRules.ts';

/** What somebody asks for. */
export interface Wanted extends Period {
  readonly leaveType: string;
  readonly dayPart: DayPart;
  readonly fraction: number | null;
  readonly substituteId: string | null;
}

/** What is known about the days that somebody asks for. Amounts in millionths of a day. */
export interface PeriodFacts {
  readonly today: LocalDate;
  readonly employeeId: string;
  readonly department: string;
  readonly employment: Employment;
  readonly days: readonly CountedDay[];
  /** The person's other leave that waits or stands, and sick notes, on these days. */
  readonly overlapping: readonly Overlap[];
  /** What can be taken in each year that the period touches, without this request; empty where no balance is kept. */
  readonly available: Readonly<Record<number, number>>;
  /** How many others of the department have approved leave or are ill, by day. */
  readonly absent: Readonly<Record<LocalDate, number>>;
  readonly substitute: { readonly known: boolean; readonly away: readonly LocalDate[] } | null;
}

export interface Overlap {
  readonly kind: 'vacation' | 'sick';
  readonly id: string;
  readonly day: LocalDate;
  /** How much of the day the other one takes. */
  readonly fraction: number;
  readonly dayPart: DayPart;
}

/** Why something cannot be done, or should be looked at. `facts` are for the words of the page. */
export interface Finding {
  readonly code: string;
  readonly severity: Severity;
  readonly facts: Readonly<Record<string, string | number>>;
}

const finding = (code: string, severity: Severity, facts: Finding['facts'] = {}): Finding => ({
  code,
  severity,
  facts,
});

/** All that speaks against a period, most basic first. */
export function findingsOf(wanted: Wanted, rules: LeaveRules, facts: PeriodFacts): Finding[] {
  const type = typeRules(rules, wanted.leaveType);
  if (!type) return [finding('unknown_leave_type', 'refuse', { leaveType: wanted.leaveType })];
  return [
    ...shapeFindings(wanted, type),
    ...timeFindings(wanted, type, rules, facts),
    ...amountFindings(wanted, type, facts),
    ...overlapFindings(wanted, facts),
    ...blackoutFindings(wanted, rules, facts),
    ...coverageFindings(rules.coverage, facts),
    ...substituteFindings(wanted, facts),
  ];
}

function shapeFindings({ dayPart, fraction }: Wanted, type: LeaveTypeRules): Finding[] {
  if (fraction !== null && !type.hours) return [finding('hours_not_offered', 'refuse')];
  if (dayPart !== 'full' && !type.halfDays) return [finding('half_days_not_offered', 'refuse')];
  return [];
}

function timeFindings(
  { from, to }: Wanted,
  type: LeaveTypeRules,
  rules: LeaveRules,
  { today, employment }: PeriodFacts,
): Finding[] {
  const { hiredOn, leftOn } = employment;
  const found: Finding[] = [];
  if (to > addDays(today, rules.daysAhead)) found.push(finding('too_far_ahead', 'refuse', { days: rules.daysAhead }));
  if (from < addDays(today, -rules.daysBack)) found.push(finding('too_far_back', 'refuse', { days: rules.daysBack }));
  else if (from < today) found.push(finding('in_the_past', 'warn'));
  if (hiredOn !== null && from < hiredOn) found.push(finding('before_employment', 'refuse', { day: hiredOn }));
  if (leftOn !== null && to > leftOn) found.push(finding('after_employment', 'refuse', { day: leftOn }));
  const notice = daysBetween(today, from);
  if (notice >= 0 && notice < type.noticeDays)
    found.push(finding('short_notice', 'refuse', { needed: type.noticeDays, given: notice }));
  return found;
}

function amountFindings(wanted: Wanted, type: LeaveTypeRules, { days, available }: PeriodFacts): Finding[] {
  const total = sum(days);
  if (total === 0) return [finding('nothing_to_take', 'refuse')];
  const found: Finding[] = [];
  if (type.longest !== null && total > type.longest)
    found.push(finding('too_long', 'refuse', { longest: type.longest, days: total }));
  for (const [year, left] of Object.entries(available)) {
    const needed = sum(days.filter(({ day }) => day.startsWith(year)));
    if (needed > left)
      found.push(finding('balance_short', 'refuse', { year: Number(year), needed, left, leaveType: wanted.leaveType }));
  }
  return found;
}

const sum = (days: readonly CountedDay[]): number => days.reduce((total, { counted }) => total + counted, 0);

/** Two halves of one day do not overlap; hours do not say when, so they share a day as long as both fit in it. */
function overlapFindings(wanted: Wanted, { days, overlapping }: PeriodFacts): Finding[] {
  const own = new Map(days.map(({ day, fraction }) => [day, fraction]));
  const clashes = overlapping.filter((other) => {
    const halves = [wanted.dayPart, other.dayPart].toSorted().join();
    const byHours = wanted.fraction !== null && other.fraction + (own.get(other.day) ?? 0) <= 1_000_000;
    return own.has(other.day) && halves !== 'afternoon,morning' && !byHours;
  });
  const first = new Map(clashes.map((clash) => [`${clash.kind} ${clash.id}`, clash]));
  return [...first.values()].map(({ kind, id, day }) =>
    finding(kind === 'sick' ? 'overlaps_sick_note' : 'overlaps_leave', kind === 'sick' ? 'warn' : 'refuse', {
      id,
      day,
    }),
  );
}

function blackoutFindings(wanted: Wanted, { blackouts }: LeaveRules, facts: PeriodFacts): Finding[] {
  return blackouts
    .filter((blackout) => covers(blackout, wanted, facts))
    .map(({ name, from, to, severity }) => finding('blackout', severity, { name, from, to }));
}

const covers = (blackout: Blackout, wanted: Wanted, { employeeId, department }: PeriodFacts): boolean =>
  blackout.from <= wanted.to &&
  blackout.to >= wanted.from &&
  (blackout.department === null || blackout.department === department) &&
  (blackout.leaveTypes === null || blackout.leaveTypes.includes(wanted.leaveType)) &&
  !blackout.exempt.includes(employeeId);

/** The rule of a department goes before that of all. */
const coverageOf = (rules: readonly CoverageRule[], department: string): CoverageRule | undefined =>
  rules.find((rule) => rule.department === department) ?? rules.find((rule) => rule.department === null);

/** The first day on which too many would be away. */
function coverageFindings(rules: readonly CoverageRule[], facts: PeriodFacts): Finding[] {
  const rule = coverageOf(rules, facts.department);
  const day =
    rule && facts.days.find((one) => one.working > 0 && (facts.absent[one.day] ?? 0) + 1 > rule.maxAbsent)?.day;
  if (!rule || day === undefined) return [];
  const { maxAbsent, severity } = rule;
  return [finding('too_many_absent', severity, { day, maxAbsent, absent: facts.absent[day] ?? 0 })];
}

function substituteFindings({ substituteId }: Wanted, { employeeId, substitute }: PeriodFacts): Finding[] {
  if (substituteId === null) return [];
  if (substituteId === employeeId) return [finding('substitute_is_oneself', 'refuse')];
  if (!substitute?.known) return [finding('substitute_unknown', 'refuse', { substituteId })];
  const [day] = substitute.away;
  return day === undefined ? [] : [finding('substitute_away', 'warn', { substituteId, day })];
}
