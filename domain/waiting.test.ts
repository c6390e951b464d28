import { describe, expect, test } from '@jest/globals';
import { businessDaysBetween } from './businessDays.ts';
import { ukrainianRules } from './leaveRules.ts';
import { evolve, type Request } from './request.ts';
import { dueOf } from './waiting.ts';

const submitted = evolve(null, {
  type: 'vacation.request.submitted',
  eventId: 'v',
  occurredAt: 0,
  redacted: false,
  employeeId: 'e1',
  requestId: 'r1',
  leaveType: 'annual',
  from: '2026-09-01',
  to: '2026-09-05',
  dayPart: 'full',
  fraction: null,
  counting: null,
  substituteId: null,
  approval: ['manager'],
  delegates: null,
  comment: null,
}) as Request;

describe('business days', () => {
  test.each([
    ['2026-06-05', '2026-06-08', 1],
    ['2026-06-05', '2026-06-05', 0],
    ['2026-06-01', '2026-06-10', 7],
  ])('after %s up to %s are %i', (from, to, days) => {
    expect(businessDaysBetween(from, to, ukrainianRules)).toBe(days);
  });

  test('leave out the holidays of the region', () => {
    expect(businessDaysBetween('2026-04-30', '2026-05-01', { region: 'DE-BY', wartime: null })).toBe(0);
  });
});

describe('a request that waits since Monday', () => {
  const due = (today: string, state = submitted) => dueOf(state, '2026-06-01', today, ukrainianRules);

  test('is reminded of on business days 1, 3 and 5, once each, and expires on 7', () => {
    expect(due('2026-06-01')).toBeUndefined();
    expect(due('2026-06-02')).toEqual({ name: 'remind', businessDays: 1 });
    expect(due('2026-06-02', { ...submitted, reminded: [1] })).toBeUndefined();
    expect(due('2026-06-04', { ...submitted, reminded: [1] })).toEqual({ name: 'remind', businessDays: 3 });
    expect(due('2026-06-10', { ...submitted, reminded: [1, 3, 5] })).toEqual({ name: 'expire' });
  });

  test('given nobody looked for days, then only the latest reminder is sent', () => {
    expect(due('2026-06-08')).toEqual({ name: 'remind', businessDays: 5 });
  });

  test('expires when its last day is over', () => {
    expect(due('2026-06-03', { ...submitted, from: '2026-06-02', to: '2026-06-02' })).toEqual({ name: 'expire' });
  });

  test('is left alone once it is decided', () => {
    expect(due('2026-07-01', { ...submitted, status: 'approved' })).toBeUndefined();
  });
});
