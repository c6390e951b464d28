import { addDays, daysBetween, type LocalDate } from '#lib/dates.ts';
import { oneDay } from '#lib/millionths.ts';
import type { EventOf } from '#schemas/event.ts';
import type adjusted from '#schemas/events/vacation.balance.adjusted.ts';
import type expired from '#schemas/events/vacation.balance.expired.ts';
import type granted from '#schemas/events/vacation.balance.granted.ts';
import type { CarryOver, Entitlement } from './leaveRules.ts';
import type { Unstamped } from './unstamped.ts';

/** Everything that changes what a person may take. */
export type BalanceEvent = EventOf<typeof granted> | EventOf<typeof adjusted> | EventOf<typeof expired>;

/** Sums of one leave type and year, in millionths of a day. */
export interface Account {
  readonly granted: number;
  readonly carried: number;
  readonly adjusted: number;
  /** Carried days that were not taken before their last day. */
  readonly lapsed: number;
  /** What was left at the end of the year and too much to carry. */
  readonly forfeited: number;
}

/** The accounts of one person's leave type by year. */
export type Balance = Readonly<Record<number, Account>>;

export const noAccount: Account = { granted: 0, carried: 0, adjusted: 0, lapsed: 0, forfeited: 0 };

/** The balance after an event of its leave type: a sum, so the order does not matter. */
export function addToBalance(balance: Balance, event: BalanceEvent | Unstamped<BalanceEvent>): Balance {
  const account = balance[event.year] ?? noAccount;
  const field = fieldOf(event);
  return { ...balance, [event.year]: { ...account, [field]: account[field] + event.days } };
}

function fieldOf(event: BalanceEvent | Unstamped<BalanceEvent>): keyof Account {
  switch (event.type) {
    case 'vacation.balance.granted':
      return event.reason === 'carry_over' ? 'carried' : 'granted';
    case 'vacation.balance.adjusted':
      return 'adjusted';
    case 'vacation.balance.expired':
      return event.reason === 'expiry_date' ? 'lapsed' : 'forfeited';
  }
}

/** What an account holds before anything was taken. */
const standing = ({ granted, carried, adjusted, lapsed, forfeited }: Account): number =>
  granted + carried + adjusted - lapsed - forfeited;

/** When somebody is employed; null: always, or without an end. */
export interface Employment {
  readonly hiredOn: LocalDate | null;
  readonly leftOn: LocalDate | null;
}

const firstDay = (year: number): LocalDate => `${year}-01-01`;
const lastDay = (year: number): LocalDate => `${year}-12-31`;
const later = (a: LocalDate, b: LocalDate): LocalDate => (a > b ? a : b);
const earlier = (a: LocalDate, b: LocalDate): LocalDate => (a < b ? a : b);

/**
 * What a year's entitlement gives until a day, included; of a part of a year by its calendar days. A yearly entitlement
 * comes whole on the first day of it, in half days, rounded up; a monthly one by a twelfth for each month that has
 * begun.
 */
export function accruedBy(
  { daysPerYear, accrual }: Entitlement,
  employment: Employment,
  year: number,
  day: LocalDate,
): number {
  const from = later(firstDay(year), employment.hiredOn ?? firstDay(year));
  const to = earlier(lastDay(year), employment.leftOn ?? lastDay(year));
  if (to < from || day < from) return 0;
  const until = accrual === 'yearly' ? to : earlier(to, endOfMonth(earlier(day, to)));
  const share = (daysBetween(from, until) + 1) / (daysBetween(firstDay(year), lastDay(year)) + 1);
  return accrual === 'yearly' ? halfDaysUp(daysPerYear * share) : twelfths(daysPerYear, from, until);
}

const halfDaysUp = (amount: number): number => (Math.ceil((amount * 2) / oneDay - 1e-9) * oneDay) / 2;

/** A month in which somebody joins or leaves counts by its days. */
function twelfths(daysPerYear: number, from: LocalDate, until: LocalDate): number {
  let months = 0;
  for (let month = Number(from.slice(5, 7)); month <= Number(until.slice(5, 7)); month++) {
    const first = `${from.slice(0, 4)}-${String(month).padStart(2, '0')}-01`;
    const last = endOfMonth(first);
    const days = daysBetween(later(first, from), earlier(last, until)) + 1;
    months += days / (daysBetween(first, last) + 1);
  }
  return Math.round((daysPerYear * months) / 12);
}

function endOfMonth(day: LocalDate): LocalDate {
  const [year = 0, month = 0] = day.split('-').map(Number);
  const next = month === 12 ? `${year + 1}-01-01` : `${year}-${String(month + 1).padStart(2, '0')}-01`;
  return addDays(next, -1);
}

/** What somebody has taken of a leave type: approved days from a day to a day, both included, in millionths. */
export type Used = (from: LocalDate, to: LocalDate) => number;

export interface BalanceFacts {
  readonly employeeId: string;
  readonly leaveType: string;
  readonly entitlement: Entitlement;
  readonly employment: Employment;
  readonly today: LocalDate;
  readonly used: Used;
}

/**
 * What the balance lacks today: entitlement that has accrued, what the years before leave over, what has expired. Each
 * is the difference between what is due and what the balance has, so it can be asked any number of times, and a late
 * cancellation or another hiring day corrects it.
 */
export function dueToday(balance: Balance, facts: BalanceFacts): Unstamped<BalanceEvent>[] {
  const events: Unstamped<BalanceEvent>[] = [];
  let after = balance;
  const add = (event: Unstamped<BalanceEvent>) => {
    if (event.days === 0) return;
    events.push(event);
    after = addToBalance(after, event);
  };
  const present = Number(facts.today.slice(0, 4));
  for (let year = Math.min(present, ...Object.keys(balance).map(Number)); year <= present; year++) {
    for (const event of yearEnd(after, year - 1, facts)) add(event);
    add(grant(after, year, facts));
    add(lapse(after, year, facts));
  }
  return events;
}

const about = ({ employeeId, leaveType }: BalanceFacts, year: number) => ({ employeeId, leaveType, year });

const grant = (balance: Balance, year: number, facts: BalanceFacts): Unstamped<BalanceEvent> => ({
  ...about(facts, year),
  type: 'vacation.balance.granted',
  days: accruedBy(facts.entitlement, facts.employment, year, facts.today) - (balance[year] ?? noAccount).granted,
  reason: 'entitlement',
  expiresOn: null,
});

/** Closes a year: what is left goes to the next one up to the limit; a debt goes whole. */
function yearEnd(balance: Balance, year: number, facts: BalanceFacts): Unstamped<BalanceEvent>[] {
  const account = balance[year];
  if (!account) return [];
  const { carryOver } = facts.entitlement;
  const left = standing(account) + account.forfeited - facts.used(firstDay(year), lastDay(year));
  const carried = Math.min(left, carryOver.limit ?? left);
  return [
    {
      ...about(facts, year),
      type: 'vacation.balance.expired',
      days: left - carried - account.forfeited,
      reason: 'carry_over_limit',
    },
    {
      ...about(facts, year + 1),
      type: 'vacation.balance.granted',
      days: carried - (balance[year + 1] ?? noAccount).carried,
      reason: 'carry_over',
      expiresOn: expiryOf(carryOver, year + 1),
    },
  ];
}

const expiryOf = ({ expiresOn }: CarryOver, year: number): LocalDate | null => expiresOn && `${year}-${expiresOn}`;

function lapse(balance: Balance, year: number, facts: BalanceFacts): Unstamped<BalanceEvent> {
  const account = balance[year] ?? noAccount;
  const last = expiryOf(facts.entitlement.carryOver, year);
  const due = last !== null && facts.today > last ? atRisk(account, facts, last, year) : account.lapsed;
  return { ...about(facts, year), type: 'vacation.balance.expired', days: due - account.lapsed, reason: 'expiry_date' };
}

/** Carried days that neither stay for ever nor are taken by their last day: leave uses carried days first. */
function atRisk({ carried }: Account, { entitlement, used }: BalanceFacts, last: LocalDate, year: number): number {
  const staying = entitlement.carryOver.neverExpiring ?? carried;
  return Math.max(0, carried - staying - used(firstDay(year), last));
}

/** Carried days that will be lost unless they are taken, and their last day; null when none can be. */
export function carryOverAtRisk(balance: Balance, facts: BalanceFacts, year: number) {
  const last = expiryOf(facts.entitlement.carryOver, year);
  if (last === null || facts.today > last) return null;
  const days = atRisk(balance[year] ?? noAccount, facts, last, year);
  return days > 0 ? { days, last } : null;
}

/**
 * What can still be taken in a year by a day: with what will have accrued by then and will be carried into the next
 * year, without what is used.
 */
export function available(balance: Balance, facts: BalanceFacts, year: number, day: LocalDate): number {
  const account = balance[year] ?? noAccount;
  const promised = Math.max(0, accruedBy(facts.entitlement, facts.employment, year, day) - account.granted);
  const left = standing(account) + promised - facts.used(firstDay(year), lastDay(year));
  return left + (year - 1 === Number(facts.today.slice(0, 4)) ? comingOver(balance, facts, year - 1) : 0);
}

function comingOver(balance: Balance, facts: BalanceFacts, year: number): number {
  const left = available(balance, facts, year, lastDay(year));
  return Math.min(left, facts.entitlement.carryOver.limit ?? left);
}
