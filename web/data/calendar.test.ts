import { describe, expect, test } from '@jest/globals';
import { eachMonth, monthEnd, monthStart, weekStart } from './calendar.ts';

describe('the calendar', () => {
  test('has months that begin and end where they do, across years', () => {
    expect(eachMonth({ from: '2025-11-15', to: '2026-01-02' })).toEqual(['2025-11-01', '2025-12-01', '2026-01-01']);
    expect([monthStart('2026-01-31', -2), monthStart('2026-12-31', 1)]).toEqual(['2025-11-01', '2027-01-01']);
    expect([monthEnd('2026-12-05'), monthEnd('2028-02-01')]).toEqual(['2026-12-31', '2028-02-29']);
  });

  test('has weeks that begin on Mondays', () => {
    expect([weekStart('2026-11-22'), weekStart('2026-11-23')]).toEqual(['2026-11-16', '2026-11-23']);
  });
});
