import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { addDays, isZone, localDate } from '#lib/dates.ts';
import { periodsOf } from './periods.ts';
import { messageIdOf } from './runs.ts';
import { newestSlot, scheduleFault, slotAfter } from './schedule.ts';

const at = (text: string) => Date.parse(text);
function slots(cron: string, zone: string, from: string, count: number): string[] {
  const found: string[] = [];
  for (let slot: number | null = at(from); found.length < count && slot !== null; ) {
    slot = slotAfter({ cron, zone }, slot);
    if (slot !== null) found.push(new Date(slot).toISOString());
  }
  return found;
}

describe('a slot', () => {
  test('at 02:30 comes once on the day without that hour, when clocks have been put forward', () => {
    expect(slots('30 2 * * *', 'Europe/Berlin', '2026-03-28T12:00:00Z', 2)).toEqual([
      '2026-03-29T01:00:00.000Z',
      '2026-03-30T00:30:00.000Z',
    ]);
  });

  test('at 02:30 comes once on the day that has it twice, the first time', () => {
    expect(slots('30 2 * * *', 'Europe/Berlin', '2026-10-24T12:00:00Z', 2)).toEqual([
      '2026-10-25T00:30:00.000Z',
      '2026-10-26T01:30:00.000Z',
    ]);
  });

  test('on Monday at eight is at eight before and after the clocks change', () => {
    expect(slots('0 8 * * 1', 'Europe/Kyiv', '2026-10-18T00:00:00Z', 2)).toEqual([
      '2026-10-19T05:00:00.000Z',
      '2026-10-26T06:00:00.000Z',
    ]);
  });

  const zones = fc.constantFrom(
    'Europe/Kyiv',
    'America/New_York',
    'Australia/Lord_Howe',
    'Asia/Tehran',
    'Africa/Casablanca',
  );
  const time = fc.record({ minute: fc.integer({ min: 0, max: 59 }), hour: fc.integer({ min: 0, max: 23 }) });
  const instant = fc.integer({ min: at('2025-01-01T00:00:00Z'), max: at('2027-12-31T00:00:00Z') });

  test('of every day comes exactly once on each local day, in every zone and year', () => {
    const holds = fc.property(zones, time, instant, (zone, { minute, hour }, start) => {
      let slot = slotAfter({ cron: `${minute} ${hour} * * *`, zone }, start) ?? 0;
      for (let day = localDate(slot, zone), n = 0; n < 400; n++, day = addDays(day, 1)) {
        expect(localDate(slot, zone)).toBe(day);
        slot = slotAfter({ cron: `${minute} ${hour} * * *`, zone }, slot) ?? 0;
      }
    });
    fc.assert(holds, { numRuns: 6 });
  });

  test('is the same from wherever in the time before it one looks, and the newest of several is the last that has come', () => {
    const holds = fc.property(
      zones,
      time,
      instant,
      fc.integer({ min: 0, max: 20 }),
      (zone, { minute, hour }, start, days) => {
        const schedule = { cron: `${minute} ${hour} * * *`, zone };
        const first = slotAfter(schedule, start) ?? 0;
        expect(slotAfter(schedule, first - 1)).toBe(first);
        const until = first + days * 86_400_000;
        const { slot, next } = newestSlot(schedule, first, until);
        expect([slot <= until, next !== null && next > until, slotAfter(schedule, slot)]).toEqual([true, true, next]);
      },
    );
    fc.assert(holds, { numRuns: 60 });
  });
});

describe('a schedule', () => {
  test.each([
    ['0 8 * * 1', null],
    ['0 7 1 * *', null],
    ['30 2 * * *', null],
    ['0 8 * * MON-FRI', null],
    ['*/5 * * * *', 'more often than once a day'],
    ['0 8,18 * * *', 'more often than once a day'],
    ['0 8 30 2 *', 'a time that never comes'],
    ['0 8 * *', 'no pattern of five fields such as 0 8 * * 1'],
    ['61 8 * * *', 'no pattern of five fields such as 0 8 * * 1'],
    ['monday', 'no pattern of five fields such as 0 8 * * 1'],
  ])('%s: %s', (cron, fault) => {
    expect(scheduleFault({ cron, zone: 'Europe/Kyiv' }, at('2026-03-01T00:00:00Z'))).toBe(fault);
  });

  test.each([
    ['Europe/Kyiv', true],
    ['UTC', true],
    ['Mars/Olympus', false],
    ['+02:00', false],
    ['', false],
  ])('knows the zone %j: %s', (zone, known) => {
    expect(isZone(zone)).toBe(known);
  });
});

describe('the periods of a report', () => {
  test('are the last whole week, the one before, and seven days from today', () => {
    expect(periodsOf('week', at('2026-07-06T05:00:00Z'), 'Europe/Kyiv')).toMatchObject({
      current: { from: '2026-06-29', to: '2026-07-05' },
      before: { from: '2026-06-22', to: '2026-06-28' },
      ahead: { from: '2026-07-06', to: '2026-07-12' },
    });
  });

  test.each([
    ['week', 8, '2026-05-11', '2026-06-22'],
    ['month', 6, '2026-01-01', '2026-05-01'],
  ] as const)('of a %s end a row of %i without gaps', (span, count, first, last) => {
    const { lately, current, before } = periodsOf(span, at('2026-07-06T05:00:00Z'), 'Europe/Kyiv');
    expect([lately.length, lately[0]?.from, lately.at(-2)?.from]).toEqual([count, first, last]);
    expect(lately.slice(-2)).toEqual([before, current]);
    expect(lately.slice(1).map(({ from }) => addDays(from, -1))).toEqual(lately.slice(0, -1).map(({ to }) => to));
  });

  test('of a month are calendar months, whatever their length, on the clocks of the zone', () => {
    const instant = at('2026-03-31T22:30:00Z');
    expect(periodsOf('month', instant, 'Europe/Kyiv').current).toEqual({ from: '2026-03-01', to: '2026-03-31' });
    expect(periodsOf('month', instant, 'Europe/Kyiv').before).toEqual({ from: '2026-02-01', to: '2026-02-28' });
    expect(periodsOf('month', instant, 'UTC').current).toEqual({ from: '2026-02-01', to: '2026-02-28' });
  });
});

test('a run has one message id, another slot or subscription another', () => {
  const ids = [
    messageIdOf('a', 1, 'x.org'),
    messageIdOf('a', 1, 'x.org'),
    messageIdOf('a', 2, 'x.org'),
    messageIdOf('b', 1, 'x.org'),
  ];
  expect([new Set(ids).size, ids[0]?.endsWith('@x.org>')]).toEqual([3, true]);
});
