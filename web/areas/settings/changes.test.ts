import { describe, expect, test } from '@jest/globals';
import { oneDay } from '#lib/millionths.ts';
import { changesOf, onTopOf } from './changes.ts';
import type { Entitlement, LeaveTypeRules, Rules } from './rules.ts';

const entitlement: Entitlement = {
  daysPerYear: 24 * oneDay,
  accrual: 'yearly',
  carryOver: { limit: null, neverExpiring: null, expiresOn: null },
};
const annual: LeaveTypeRules = {
  name: { uk: 'Щорічна відпустка', en: 'Annual leave' },
  counting: 'calendar',
  paid: true,
  approval: ['manager'],
  cancellation: 'manager',
  halfDays: true,
  hours: true,
  noticeDays: 0,
  longest: null,
  entitlement,
};
const rules: Rules = {
  types: { annual },
  coverage: [{ department: 'Sales', maxAbsent: 2, severity: 'warn' }],
  blackouts: [],
  expiry: { businessDays: 7, reminders: [1, 3, 5] },
  hoursPerDay: 8,
  daysAhead: 548,
  daysBack: 366,
  region: 'UA',
  wartime: null,
};
const kind = (part: Partial<LeaveTypeRules>): Rules => ({ ...rules, types: { annual: { ...annual, ...part } } });

describe('what changed', () => {
  test('is nothing between equal rules', () => {
    expect(changesOf(rules, structuredClone(rules))).toEqual([]);
  });

  test('is named down to the smallest value, lists of steps as one', () => {
    expect(changesOf(rules, kind({ noticeDays: 14, approval: ['manager', 'hr'] }))).toEqual([
      { kind: 'value', path: ['types', 'annual', 'approval'], before: ['manager'], after: ['manager', 'hr'] },
      { kind: 'value', path: ['types', 'annual', 'noticeDays'], before: 0, after: 14 },
    ]);
  });

  test('is one value where a balance is no longer kept, or a kind is new', () => {
    const more = { ...rules, types: { annual: { ...annual, entitlement: null }, study: annual } };
    expect(changesOf(rules, more).map((one) => one.kind === 'value' && one.path.join('.'))).toEqual([
      'types.annual.entitlement',
      'types.study',
    ]);
  });

  test('of a rule in a list is that it went, and that another came', () => {
    const stricter = [{ department: 'Sales', maxAbsent: 1, severity: 'warn' as const }];
    expect(changesOf(rules, { ...rules, coverage: stricter }).map((one) => one.kind)).toEqual(['removed', 'added']);
  });
});

describe('changes on top of what somebody else saved', () => {
  test('keep both', () => {
    const mine = changesOf(rules, { ...kind({ noticeDays: 14 }), coverage: [] });
    const other = { department: null, maxAbsent: 9, severity: 'warn' as const };
    const theirs: Rules = { ...rules, hoursPerDay: 7.5, coverage: [...rules.coverage, other] };
    const both = onTopOf(theirs, mine);
    expect([
      both.hoursPerDay,
      both.types.annual?.noticeDays,
      both.coverage.map(({ department }) => department),
    ]).toEqual([7.5, 14, [null]]);
  });

  test('on top of what they were made from give what was wanted', () => {
    const wanted: Rules = { ...kind({ entitlement: null }), region: 'DE-BY', coverage: [] };
    expect(onTopOf(rules, changesOf(rules, wanted))).toEqual(wanted);
  });

  test('of a part that is no longer there fall away', () => {
    const mine = changesOf(rules, kind({ entitlement: { ...entitlement, daysPerYear: 28 * oneDay } }));
    expect(onTopOf(kind({ entitlement: null }), mine).types.annual?.entitlement).toBeNull();
  });
});
