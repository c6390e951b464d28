import { describe, expect, test } from '@jest/globals';
import { oneDay } from '#lib/millionths.ts';
import { countDays, standardSchedule } from './calendar.ts';
import { findingsOf, type Overlap, type PeriodFacts, type Wanted } from './findings.ts';
import { type LeaveRules, ukrainianRules } from './leaveRules.ts';

const annual: Wanted = {
  leaveType: 'annual',
  from: '2026-07-06',
  to: '2026-07-06',
  dayPart: 'full',
  fraction: null,
  substituteId: null,
};

const rulesDays = { scheduleOn: () => standardSchedule, isHoliday: () => false };

function found(wanted: Partial<Wanted>, facts: Partial<PeriodFacts> = {}, rules: Partial<LeaveRules> = {}): string[] {
  const all = { ...annual, ...wanted };
  const period: PeriodFacts = {
    today: '2026-07-01',
    employeeId: 'e1',
    department: 'Sales',
    employment: { hiredOn: null, leftOn: null },
    days: countDays(all, ukrainianRules.types[all.leaveType]?.counting ?? 'calendar', rulesDays),
    overlapping: [],
    available: {},
    absent: {},
    substitute: null,
    ...facts,
  };
  return findingsOf(all, { ...ukrainianRules, ...rules }, period).map(({ code, severity }) => `${severity} ${code}`);
}

const other = (more: Partial<Overlap> = {}): Overlap => ({
  kind: 'vacation',
  id: 'r2',
  day: '2026-07-06',
  fraction: oneDay,
  dayPart: 'full',
  ...more,
});

describe('what speaks against a period', () => {
  test('is nothing for a plain day', () => {
    expect(found({})).toEqual([]);
  });

  test.each<[string, Partial<Wanted>, Partial<PeriodFacts>, string[]]>([
    ['a leave type that is none, even of an object', { leaveType: 'constructor' }, {}, ['refuse unknown_leave_type']],
    [
      'half a day where there are none',
      { leaveType: 'study', dayPart: 'morning' },
      {},
      ['refuse half_days_not_offered'],
    ],
    ['hours where there are none', { leaveType: 'study', fraction: 250_000 }, {}, ['refuse hours_not_offered']],
    [
      'a weekend of working days',
      { leaveType: 'special', from: '2026-07-04', to: '2026-07-05' },
      {},
      ['refuse nothing_to_take'],
    ],
    ['a day long ago', { from: '2024-07-01', to: '2024-07-01' }, {}, ['refuse too_far_back']],
    ['yesterday', { from: '2026-06-30', to: '2026-06-30' }, {}, ['warn in_the_past']],
    ['a day far ahead', { from: '2028-07-03', to: '2028-07-03' }, {}, ['refuse too_far_ahead']],
    [
      'a day before employment',
      {},
      { employment: { hiredOn: '2026-08-01', leftOn: null } },
      ['refuse before_employment'],
    ],
    [
      'a day after employment',
      {},
      { employment: { hiredOn: null, leftOn: '2026-07-05' } },
      ['refuse after_employment'],
    ],
    ['more than is left', {}, { available: { 2026: oneDay - 1 } }, ['refuse balance_short']],
    ['oneself as substitute', { substituteId: 'e1' }, {}, ['refuse substitute_is_oneself']],
    [
      'a substitute whom nobody knows',
      { substituteId: 'e7' },
      { substitute: { known: false, away: [] } },
      ['refuse substitute_unknown'],
    ],
    [
      'a substitute who is away',
      { substituteId: 'e2' },
      { substitute: { known: true, away: ['2026-07-06'] } },
      ['warn substitute_away'],
    ],
  ])('is found in %s', (_, wanted, facts, expected) => {
    expect(found(wanted, facts)).toEqual(expected);
  });

  test('counts each year against its own balance', () => {
    const turn = { from: '2026-12-30', to: '2027-01-03' };
    expect(found(turn, { available: { 2026: 2 * oneDay, 2027: 3 * oneDay } })).toEqual([]);
    expect(found(turn, { available: { 2026: 24 * oneDay, 2027: 2 * oneDay } })).toEqual(['refuse balance_short']);
  });
});

describe('an overlap', () => {
  test.each<[string, Partial<Wanted>, Partial<Overlap>, string[]]>([
    ['of whole days is refused', {}, {}, ['refuse overlaps_leave']],
    ['of a whole day and half of it is refused', { dayPart: 'morning' }, {}, ['refuse overlaps_leave']],
    [
      'of two mornings is refused',
      { dayPart: 'morning' },
      { dayPart: 'morning', fraction: 500_000 },
      ['refuse overlaps_leave'],
    ],
    ['is none of morning and afternoon', { dayPart: 'morning' }, { dayPart: 'afternoon', fraction: 500_000 }, []],
    ['is none of hours that fit', { fraction: 250_000 }, { dayPart: 'afternoon', fraction: 500_000 }, []],
    [
      'of hours that do not fit is refused',
      { fraction: 750_000 },
      { dayPart: 'afternoon', fraction: 500_000 },
      ['refuse overlaps_leave'],
    ],
    ['with a sick note is pointed out', {}, { kind: 'sick' }, ['warn overlaps_sick_note']],
    ['is none on another day', {}, { day: '2026-07-07' }, []],
  ])('%s', (_, wanted, overlap, expected) => {
    expect(found(wanted, { overlapping: [other(overlap)] })).toEqual(expected);
  });
});

describe('blackouts and coverage', () => {
  const closing = {
    name: 'Closing',
    from: '2026-07-05',
    to: '2026-07-10',
    department: 'Sales',
    leaveTypes: ['annual'],
    exempt: ['e9'],
    severity: 'refuse',
  } as const;

  test('a blackout holds for its department, its leave types and all who are not exempt', () => {
    const blackouts = [closing];
    expect(found({}, {}, { blackouts })).toEqual(['refuse blackout']);
    expect(found({}, { department: 'IT' }, { blackouts })).toEqual([]);
    expect(found({}, { employeeId: 'e9' }, { blackouts })).toEqual([]);
    expect(found({ leaveType: 'study' }, {}, { blackouts })).toEqual([]);
    expect(found({ from: '2026-07-11', to: '2026-07-11' }, {}, { blackouts })).toEqual([]);
  });

  test('at most so many are away; the rule of a department goes before that of all', () => {
    const coverage = [
      { department: null, maxAbsent: 1, severity: 'warn' },
      { department: 'Sales', maxAbsent: 2, severity: 'refuse' },
    ] as const;
    const absent = { '2026-07-06': 1 };
    expect(found({}, { absent }, { coverage })).toEqual([]);
    expect(found({}, { absent: { '2026-07-06': 2 } }, { coverage })).toEqual(['refuse too_many_absent']);
    expect(found({}, { absent, department: 'IT' }, { coverage })).toEqual(['warn too_many_absent']);
  });
});
