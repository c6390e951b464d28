import { available, type BalanceFacts } from '#domain/balances.ts';
import type { CountedDay, DayPart } from '#domain/calendar.ts';
import type { Overlap, PeriodFacts, Wanted } from '#domain/findings.ts';
import { typeRules } from '#domain/leaveRules.ts';
import { departmentOn } from '#domain/person.ts';
import type { LocalDate } from '#lib/dates.ts';
import type { Act } from './act.ts';
import type { Person } from './person.ts';
import { balanceOf, countingOf, daysOf } from './projections.ts';
import { peopleOf, personOf } from './replica.ts';
import type { AbsenceRow } from './tables.ts';

type Range = Pick<Wanted, 'from' | 'to'>;

/** All that is known about the days that somebody wants; `requestId` is the request that they are, or will be, of. */
export async function periodFacts(act: Act, person: Person, wanted: Wanted, requestId: string): Promise<PeriodFacts> {
  const days = daysOf(wanted, countingOf(wanted, act.rules), person, act.rules);
  const department = departmentOn(person, wanted.from);
  return {
    today: act.today,
    employeeId: person.employeeId,
    department,
    employment: person,
    days,
    overlapping: await overlapping(act, person.employeeId, wanted, requestId),
    available: await availableFor(act, person, wanted, days, requestId),
    absent: await absentIn(act, department, person.employeeId, wanted),
    substitute: await substituteFacts(act, wanted),
  };
}

const between = ({ trx }: Act, { from, to }: Range) =>
  trx.selectFrom('absences').selectAll().where('day', '>=', from).where('day', '<=', to);

async function overlapping(act: Act, employeeId: string, wanted: Range, requestId: string): Promise<Overlap[]> {
  const rows = await between(act, wanted).where('employee_id', '=', employeeId).orderBy('day').execute();
  return rows
    .filter(({ kind, id }) => kind === 'sick' || id !== requestId)
    .map(({ kind, id, day, fraction, day_part }) => ({ kind, id, day, fraction, dayPart: day_part as DayPart }));
}

/** What is needed to know a balance; what is used counts what waits, too, unless `only` approved. */
export async function balanceFacts(
  { trx, rules, today }: Act,
  person: Person,
  leaveType: string,
  { without = '', only = false }: { readonly without?: string; readonly only?: boolean } = {},
): Promise<BalanceFacts | undefined> {
  const entitlement = typeRules(rules, leaveType)?.entitlement;
  if (!entitlement) return undefined;
  const { employeeId } = person;
  const rows = await trx
    .selectFrom('absences')
    .select(['id', 'day', 'counted', 'standing', 'leave_type'])
    .where('employee_id', '=', employeeId)
    .where('kind', '=', 'vacation')
    .execute();
  const taken = rows.filter(
    (row) => row.leave_type === leaveType && row.id !== without && (!only || row.standing === 'approved'),
  );
  const used = (from: LocalDate, to: LocalDate) =>
    taken.reduce((sum, { day, counted }) => sum + (day >= from && day <= to ? counted : 0), 0);
  return { employeeId, leaveType, entitlement, employment: person, today, used };
}

async function availableFor(
  act: Act,
  person: Person,
  wanted: Wanted,
  days: readonly CountedDay[],
  without: string,
): Promise<Record<number, number>> {
  const facts = await balanceFacts(act, person, wanted.leaveType, { without });
  if (!facts) return {};
  const balance = await balanceOf(act.trx, person.employeeId, wanted.leaveType);
  const lastDays = new Map(days.map(({ day }) => [Number(day.slice(0, 4)), day]));
  return Object.fromEntries([...lastDays].map(([year, day]) => [year, available(balance, facts, year, day)]));
}

/** Colleagues of a department who have approved leave or are ill, day by day. */
export async function colleaguesAway(
  act: Act,
  department: string,
  employeeId: string,
  wanted: Range,
): Promise<(AbsenceRow & { readonly person: Person })[]> {
  const rows = await between(act, wanted)
    .where('employee_id', '!=', employeeId)
    .where('standing', '=', 'approved')
    .where('working', '>', 0)
    .orderBy('day')
    .execute();
  const people = await peopleOf(act.trx, [...new Set(rows.map((row) => row.employee_id))]);
  return rows.flatMap((row) => {
    const person = people.get(row.employee_id);
    return person && departmentOn(person, row.day) === department ? [{ ...row, person }] : [];
  });
}

async function absentIn(act: Act, department: string, employeeId: string, wanted: Range) {
  const away = await colleaguesAway(act, department, employeeId, wanted);
  const byDay = Map.groupBy(away, ({ day }) => day);
  return Object.fromEntries([...byDay].map(([day, rows]) => [day, new Set(rows.map((row) => row.employee_id)).size]));
}

async function substituteFacts(act: Act, wanted: Wanted): Promise<PeriodFacts['substitute']> {
  const { substituteId } = wanted;
  if (substituteId === null) return null;
  const person = await personOf(act.trx, substituteId);
  const rows = await between(act, wanted)
    .where('employee_id', '=', substituteId)
    .where('standing', '=', 'approved')
    .orderBy('day')
    .execute();
  return { known: person?.active ?? false, away: rows.map(({ day }) => day) };
}
