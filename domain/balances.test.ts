import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { oneDay } from '#lib/millionths.ts';
import {
  accruedBy,
  addToBalance,
  available,
  type Balance,
  type BalanceFacts,
  carryOverAtRisk,
  dueToday,
} from './balances.ts';
import type { Entitlement } from './leaveRules.ts';

const keepAll = { limit: null, neverExpiring: null, expiresOn: null };
const yearly: Entitlement = { daysPerYear: 24 * oneDay, accrual: 'yearly', carryOver: keepAll };
const monthly: Entitlement = { ...yearly, accrual: 'monthly' };
const always = { hiredOn: null, leftOn: null };

const facts = (today: string, more: Partial<BalanceFacts> = {}): BalanceFacts => ({
  employeeId: 'e1',
  leaveType: 'annual',
  entitlement: yearly,
  employment: always,
  today,
  used: () => 0,
  ...more,
});

const run = (balance: Balance, told: BalanceFacts): Balance => dueToday(balance, told).reduce(addToBalance, balance);
const days = (amount: number) => amount / oneDay;

/** Leave of so many days on these days, one number a day. */
const taken =
  (by: Readonly<Record<string, number>>) =>
  (from: string, to: string): number =>
    Object.entries(by).reduce((sum, [day, amount]) => sum + (day >= from && day <= to ? amount * oneDay : 0), 0);

describe('entitlement', () => {
  test.each([
    ['a whole year gives all on its first day', yearly, always, '2026-01-01', 24],
    ['half a year gives half, in half days', yearly, { hiredOn: '2026-07-02', leftOn: null }, '2026-07-02', 12.5],
    ['nothing comes before the first day', yearly, { hiredOn: '2026-07-01', leftOn: null }, '2026-06-30', 0],
    ['who leaves in June has half', yearly, { hiredOn: null, leftOn: '2026-06-30' }, '2026-01-01', 12],
    ['who left last year has nothing', yearly, { hiredOn: null, leftOn: '2025-06-30' }, '2026-01-01', 0],
    ['by the month, January gives a twelfth', monthly, always, '2026-01-01', 2],
    ['by the month, July has given seven', monthly, always, '2026-07-15', 14],
    ['by the month, December has given all', monthly, always, '2026-12-01', 24],
    [
      'by the month, half of a month counts by its days',
      monthly,
      { hiredOn: '2026-04-16', leftOn: null },
      '2026-04-20',
      1,
    ],
  ])('%s', (_, entitlement, employment, day, expected) => {
    expect(days(accruedBy(entitlement, employment, 2026, day))).toBe(expected);
  });

  test('by the month never shrinks with time and ends at the year', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 12 }), (perYear, month) => {
        const entitlement = { ...monthly, daysPerYear: perYear * oneDay };
        const at = (m: number) => accruedBy(entitlement, always, 2026, `2026-${String(m).padStart(2, '0')}-10`);
        expect(at(Math.min(12, month + 1))).toBeGreaterThanOrEqual(at(month));
        expect(at(12)).toBe(perYear * oneDay);
      }),
    );
  });
});

describe('what is due', () => {
  test('given nothing, then the present year is granted, once', () => {
    const balance = run({}, facts('2026-03-01'));
    expect(balance).toMatchObject({ 2026: { granted: 24 * oneDay } });
    expect(dueToday(balance, facts('2026-03-02'))).toEqual([]);
  });

  test('given another hiring day or entitlement, then the difference is granted', () => {
    const balance = run({}, facts('2026-03-01'));
    const hired = dueToday(balance, facts('2026-03-01', { employment: { hiredOn: '2026-07-02', leftOn: null } }));
    expect(hired).toMatchObject([{ type: 'vacation.balance.granted', days: -24 * oneDay }]);
    const more = { ...yearly, daysPerYear: 28 * oneDay };
    expect(dueToday(balance, facts('2026-03-01', { entitlement: more }))).toMatchObject([{ days: 4 * oneDay }]);
  });

  test('given a new year, then what is left comes over, and again when leave of the old year is cancelled', () => {
    const first = run({}, facts('2025-03-01'));
    const used = taken({ '2025-08-01': 10 });
    const turned = run(first, facts('2026-01-01', { used }));
    expect(turned[2026]).toMatchObject({ granted: 24 * oneDay, carried: 14 * oneDay });
    expect(run(turned, facts('2026-01-02'))[2026]).toMatchObject({ carried: 24 * oneDay });
  });

  test('given a limit, then what is more is lost, once', () => {
    const entitlement = { ...yearly, carryOver: { ...keepAll, limit: 5 * oneDay } };
    const turned = run(run({}, facts('2025-03-01', { entitlement })), facts('2026-01-01', { entitlement }));
    expect([turned[2025]?.forfeited, turned[2026]?.carried]).toEqual([19 * oneDay, 5 * oneDay]);
    expect(dueToday(turned, facts('2026-01-02', { entitlement }))).toEqual([]);
  });

  test('given more was taken than there was, then the debt comes over whole', () => {
    const used = taken({ '2025-08-01': 26 });
    expect(run(run({}, facts('2025-03-01')), facts('2026-01-01', { used }))[2026]?.carried).toBe(-2 * oneDay);
  });

  test('given years without a run, then every year end is made up for', () => {
    const balance = run(run({}, facts('2023-03-01')), facts('2026-01-05'));
    expect(days(available(balance, facts('2026-01-05'), 2026, '2026-12-31'))).toBe(96);
  });

  // Annual 24, carried 5: what Urlaubsverwaltung computes.
  test.each([
    [2, 3, 1, 25, 0],
    [0, 2, 4, 20, 3],
  ])(
    'given %i of 5 carried days stay, %i taken before and %i after the last day, then %i are left and %i expire',
    (neverExpiring, before, after, left, expired) => {
      const entitlement = {
        ...yearly,
        carryOver: { limit: null, neverExpiring: neverExpiring * oneDay, expiresOn: '03-31' },
      };
      const start: Balance = {
        2026: { granted: 24 * oneDay, carried: 5 * oneDay, adjusted: 0, lapsed: 0, forfeited: 0 },
      };
      const used = taken({ '2026-02-02': before, '2026-05-04': after });
      const balance = run(start, facts('2026-06-01', { entitlement, used }));
      expect(days(balance[2026]?.lapsed ?? 0)).toBe(expired);
      expect(days(available(balance, facts('2026-06-01', { entitlement, used }), 2026, '2026-12-31'))).toBe(left);
    },
  );

  test('until their last day carried days are at risk, after it lost', () => {
    const entitlement = { ...yearly, carryOver: { limit: null, neverExpiring: 0, expiresOn: '03-31' } };
    const start: Balance = {
      2026: { granted: 24 * oneDay, carried: 5 * oneDay, adjusted: 0, lapsed: 0, forfeited: 0 },
    };
    const told = facts('2026-03-31', { entitlement, used: taken({ '2026-03-31': 2 }) });
    expect(carryOverAtRisk(start, told, 2026)).toEqual({ days: 3 * oneDay, last: '2026-03-31' });
    expect(dueToday(start, told)).toEqual([]);
    expect(carryOverAtRisk(start, { ...told, today: '2026-04-01' }, 2026)).toBeNull();
  });
});

describe('what can be taken', () => {
  test('by the month is what will have accrued by the last day', () => {
    const told = facts('2026-01-10', { entitlement: monthly });
    expect(days(available(run({}, told), told, 2026, '2026-06-30'))).toBe(12);
  });

  test('next year counts what is left now', () => {
    const told = facts('2026-11-01', { used: taken({ '2026-08-01': 20 }) });
    expect(days(available(run({}, told), told, 2027, '2027-01-31'))).toBe(28);
  });
});
