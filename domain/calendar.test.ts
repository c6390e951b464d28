import { describe, expect, test } from '@jest/globals';
import { oneDay } from '#lib/millionths.ts';
import { countDays, type Period, type Schedule, standardSchedule } from './calendar.ts';
import type { Counting } from './counting.ts';
import { isHoliday, type Wartime } from './holidays.ts';

const week: Period = { from: '2026-08-24', to: '2026-08-30', dayPart: 'full' };

interface Given {
  readonly schedule?: Schedule;
  readonly region?: string;
  readonly wartime?: Wartime | null;
}

function total(
  period: Period,
  counting: Counting,
  { schedule = standardSchedule, region = 'UA', wartime = null }: Given = {},
) {
  const rules = { scheduleOn: () => schedule, isHoliday: (day: string) => isHoliday(day, region, wartime) };
  return countDays(period, counting, rules).reduce((sum, { counted }) => sum + counted, 0) / oneDay;
}

describe('a week of leave from Independence Day, Monday 24 August 2026', () => {
  test('costs six calendar days: the holiday does not count', () => {
    expect(total(week, 'calendar')).toBe(6);
  });

  test('costs seven calendar days in wartime, when holidays are suspended', () => {
    expect(total(week, 'calendar', { wartime: { from: '2022-03-24', to: null } })).toBe(7);
  });

  test('costs four working days', () => {
    expect(total(week, 'working')).toBe(4);
  });

  test('costs four working days of somebody who works Monday, Tuesday, Thursday and Friday, where it is no holiday', () => {
    const part = [oneDay, oneDay, 0, oneDay, oneDay, 0, 0];
    expect(total(week, 'working', { schedule: part, region: 'DE-BE' })).toBe(4);
  });
});

describe('part of a day', () => {
  const morning: Period = { from: '2026-09-01', to: '2026-09-01', dayPart: 'morning' };

  test('is half a day however it counts', () => {
    expect(total(morning, 'calendar')).toBe(0.5);
    expect(total(morning, 'working')).toBe(0.5);
  });

  test('of an odd share is rounded half up to whole millionths', () => {
    expect(total(morning, 'working', { schedule: [0, 333_333, 0, 0, 0, 0, 0] })).toBe(0.166667);
  });

  test('of hours is their share of the scheduled day', () => {
    const hours = { ...morning, dayPart: 'full', fraction: 250_000 } as const;
    expect(total(hours, 'calendar')).toBe(0.25);
    expect(total(hours, 'working', { schedule: [0, 500_000, 0, 0, 0, 0, 0] })).toBe(0.125);
  });

  test('keeps what is missed of work apart from what it costs', () => {
    const saturday: Period = { from: '2026-09-05', to: '2026-09-05', dayPart: 'full' };
    const rules = { scheduleOn: () => standardSchedule, isHoliday: () => false };
    expect(countDays(saturday, 'calendar', rules)).toEqual([
      { day: '2026-09-05', fraction: oneDay, counted: oneDay, working: 0 },
    ]);
  });
});

describe('a period', () => {
  test('uses the schedule of each of its days', () => {
    const rules = {
      scheduleOn: (day: string) => (day < '2026-09-03' ? standardSchedule : [0, 0, 0, 0, 0, 0, 0]),
      isHoliday: () => false,
    };
    const days = countDays({ from: '2026-09-01', to: '2026-09-04', dayPart: 'full' }, 'working', rules);
    expect(days.map(({ counted }) => counted / oneDay)).toEqual([1, 1, 0, 0]);
  });

  test('may cross a leap day and a change of the clocks', () => {
    expect(total({ from: '2028-02-28', to: '2028-03-01', dayPart: 'full' }, 'calendar')).toBe(3);
    expect(total({ from: '2026-03-28', to: '2026-03-30', dayPart: 'full' }, 'calendar')).toBe(3);
  });
});
