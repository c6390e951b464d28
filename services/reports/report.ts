import { addDays, eachDay, type LocalDate } from '#lib/dates.ts';
import type { Period, Periods } from './periods.ts';
import type { AbsenceRow, Facts, PeriodFacts, RequestRow } from './reading.ts';

/** The figures at the head, in their order. */
export const figureNames = ['submitted', 'waiting', 'approvalRate', 'leadTime', 'leaveDays', 'sickDays'] as const;
export type FigureName = (typeof figureNames)[number];

export const figureUnits = {
  submitted: 'count',
  waiting: 'count',
  approvalRate: 'ratio',
  leadTime: 'hours',
  leaveDays: 'days',
  sickDays: 'days',
} as const satisfies Record<FigureName, string>;

/** A figure with that of the period before; null where nothing was counted. */
export interface Compared {
  readonly current: number | null;
  readonly before: number | null;
}

/** Their difference; null where one of them is missing. */
export const differenceOf = ({ current, before }: Compared): number | null =>
  current === null || before === null ? null : current - before;

export interface Figure extends Compared {
  readonly name: FigureName;
  /** What it was computed from, of the period itself; null for sums. */
  readonly numerator: number | null;
  readonly denominator: number | null;
}

/** One of several, by name: requests of a status, days of a kind of leave. */
export interface Part {
  readonly name: string;
  readonly current: number;
  readonly before: number;
}

/** Days that people were away: on one day, or in the period that begins with it. */
export interface Day {
  readonly day: LocalDate;
  readonly leave: number;
  readonly sick: number;
}

/** A person who is away for some days on end, within the days to come. */
export interface Stay extends Period, Pick<AbsenceRow, 'employeeId' | 'firstName' | 'lastName' | 'department'> {
  /** null: health is nobody's business in a mail. */
  readonly leaveType: string | null;
}

/** A report as data, without words. */
export interface Report {
  readonly periods: Periods;
  readonly figures: readonly Figure[];
  /** Nine of ten decisions took no more hours than this. */
  readonly p90: number | null;
  readonly byStatus: readonly Part[];
  readonly byLeaveType: readonly Part[];
  readonly byDay: readonly Day[];
  /** The period among those before it, the oldest first. */
  readonly lately: readonly Day[];
  readonly away: readonly Stay[];
  readonly waiting: readonly RequestRow[];
  readonly requests: readonly RequestRow[];
  readonly absences: readonly AbsenceRow[];
  /** Nothing happened, nobody will be away, nothing waits. */
  readonly isEmpty: boolean;
}

export function reportOf(periods: Periods, facts: Facts): Report {
  const { current, before, ahead, waiting, requests } = facts;
  return {
    periods,
    figures: figuresOf(current, before),
    p90: current.p90.value,
    byStatus: partsOf(statusesOf(current), statusesOf(before)),
    byLeaveType: partsOf(leaveOf(current), leaveOf(before)),
    byDay: daysOf(periods.current, current.absences),
    lately: periods.lately.map(({ from }) => latelyOf(from, facts.lately)),
    away: staysOf(ahead),
    waiting,
    requests,
    absences: current.absences,
    isEmpty:
      [current.byStatus, current.absences, ahead, waiting].every(({ length }) => length === 0) && !decided(current),
  };
}

const decided = ({ p50, approvalRate }: PeriodFacts): boolean => p50.denominator + approvalRate.denominator > 0;

function figuresOf(current: PeriodFacts, before: PeriodFacts): Figure[] {
  const sum = (name: FigureName, of: (facts: PeriodFacts) => number): Figure => ({
    name,
    current: of(current),
    before: of(before),
    numerator: null,
    denominator: null,
  });
  const computed = (name: FigureName, of: 'approvalRate' | 'p50'): Figure => ({
    name,
    current: current[of].value,
    before: before[of].value,
    numerator: current[of].numerator,
    denominator: current[of].denominator,
  });
  return [
    sum('submitted', ({ byStatus }) => total(byStatus.map(({ requests }) => requests))),
    sum('waiting', ({ waiting }) => waiting),
    computed('approvalRate', 'approvalRate'),
    computed('leadTime', 'p50'),
    sum('leaveDays', ({ absences }) => total(absences.map(({ kind, counted }) => (kind === 'vacation' ? counted : 0)))),
    sum('sickDays', ({ absences }) => total(absences.map(({ kind, working }) => (kind === 'sick' ? working : 0)))),
  ];
}

const millionths = 1_000_000;

/** Exact for days, which have up to six decimals. */
const total = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + Math.round(value * millionths), 0) / millionths;

type Amounts = ReadonlyMap<string, number>;

const amounts = (pairs: readonly (readonly [string, number])[]): Amounts =>
  new Map(
    [...Map.groupBy(pairs, ([name]) => name)].map(([name, some]) => [name, total(some.map(([, value]) => value))]),
  );

const statusesOf = ({ byStatus }: PeriodFacts): Amounts =>
  amounts(byStatus.map(({ status, requests }) => [status, requests] as const));

const leaveOf = ({ absences }: PeriodFacts): Amounts =>
  amounts(
    absences.filter(({ kind }) => kind === 'vacation').map(({ leaveType, counted }) => [leaveType, counted] as const),
  );

/** The greatest of the period first, then the greatest of the one before. */
const partsOf = (current: Amounts, before: Amounts): Part[] =>
  [...new Set([...current.keys(), ...before.keys()])]
    .map((name) => ({ name, current: current.get(name) ?? 0, before: before.get(name) ?? 0 }))
    .filter(({ current, before }) => current !== 0 || before !== 0)
    .sort((a, b) => b.current - a.current || b.before - a.before || (a.name < b.name ? -1 : 1));

function daysOf({ from, to }: Period, absences: readonly AbsenceRow[]): Day[] {
  const byDay = Map.groupBy(absences, ({ day }) => day);
  return [...eachDay(from, to)].map((day) => {
    const rows = byDay.get(day) ?? [];
    const of = (kind: AbsenceRow['kind']) => total(rows.map((row) => (row.kind === kind ? row.fraction : 0)));
    return { day, leave: of('vacation'), sick: of('sick') };
  });
}

function latelyOf(day: LocalDate, lately: Facts['lately']): Day {
  const of = (kind: AbsenceRow['kind']) =>
    total(lately.filter((row) => row.day === day && row.kind === kind).map(({ days }) => days));
  return { day, leave: of('vacation'), sick: of('sick') };
}

/** Days on end of one person and kind become one stay; in the order of their first day, then of names. */
function staysOf(rows: readonly AbsenceRow[]): Stay[] {
  const stays = [...Map.groupBy(rows, (row) => `${row.employeeId}/${typeOf(row)}`).values()].flatMap(staysOfOne);
  const name = ({ lastName, firstName, employeeId }: Stay) => `${lastName} ${firstName} ${employeeId}`;
  return stays.sort((a, b) => (a.from === b.from ? name(a).localeCompare(name(b), 'uk') : a.from < b.from ? -1 : 1));
}

const typeOf = ({ kind, leaveType }: AbsenceRow): string | null => (kind === 'sick' ? null : leaveType);

function staysOfOne(rows: readonly AbsenceRow[]): Stay[] {
  const stays: Stay[] = [];
  for (const row of rows.toSorted((a, b) => (a.day < b.day ? -1 : 1))) {
    const last = stays.at(-1);
    if (last && row.day <= addDays(last.to, 1)) stays[stays.length - 1] = { ...last, to: row.day };
    else {
      const { employeeId, firstName, lastName, department, day } = row;
      stays.push({ employeeId, firstName, lastName, department, from: day, to: day, leaveType: typeOf(row) });
    }
  }
  return stays;
}
