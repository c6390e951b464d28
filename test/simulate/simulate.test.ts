import { describe, expect, test } from '@jest/globals';
import { daysBetween, eachDay, weekday } from '#lib/dates.ts';
import { overlaps, plannedIllness, plannedLeave, type Stretch } from './absences.ts';
import { company, employed, scheduled } from './company.ts';
import { disorderly, history, personHistory } from './history.ts';
import { parameters } from './parameters.ts';
import { asAnyEvent, cloudEvent } from './published.ts';
import { CompanyTraffic } from './traffic.ts';

const big = company('self-check', 6000, '2025-01-01');
const small = company('small', 60, '2025-01-01');
const now = Date.parse('2026-03-01T00:00:00Z');

const absences = big.people.map((person) => {
  const leave = plannedLeave(big, person, 2025);
  return { person, leave, illness: plannedIllness(big, person, 2025, leave) };
});

const staffed = absences.filter(({ person }) => employed(person, '2025-01-01') && employed(person, '2025-12-31'));
const year = [...eachDay('2025-01-01', '2025-12-31')];

/** Within five per cent of the parameter. */
function close(realised: number, wanted: number): void {
  expect(realised / wanted).toBeGreaterThan(0.95);
  expect(realised / wanted).toBeLessThan(1.05);
}

const sum = <T>(items: readonly T[], of: (item: T) => number): number =>
  items.reduce((total, item) => total + of(item), 0);
const workDays = (person: Parameters<typeof scheduled>[0], stretch: Stretch): number =>
  sum([...eachDay(stretch.from, stretch.to)], (day) => scheduled(person, day));

describe('the demonstration company is what its parameters say', () => {
  test('sickness takes its share of the scheduled days', () => {
    const sick = sum(staffed, ({ person, illness }) => sum(illness, (spell) => workDays(person, spell)));
    close(sick / sum(staffed, ({ person }) => sum(year, (day) => scheduled(person, day))), parameters.sickRate);
  });

  test('leave is used as much as in the statistics', () => {
    const used = sum(staffed, ({ leave }) =>
      sum(leave, ({ from, to, dayPart }) => (dayPart === 'full' ? [...eachDay(from, to)].length : 0.5)),
    );
    close(used / (staffed.length * parameters.allowance), parameters.utilisation);
  });

  test('whole weeks follow the seasons', () => {
    const huge = company('seasons', 24_000, '2025-01-01');
    const weeks = huge.people
      .filter((person) => employed(person, '2025-01-01') && employed(person, '2025-12-31'))
      .flatMap((person) => plannedLeave(huge, person, 2025))
      .filter(({ from, to }) => daysBetween(from, to) >= 6);
    const inQuarter = (quarter: number) =>
      weeks.filter(({ from }) => Math.ceil(Number(from.slice(5, 7)) / 3) === quarter).length / weeks.length;
    const total = sum(Object.values(parameters.quarters), (share) => share);
    for (const [quarter, share] of Object.entries(parameters.quarters))
      close(inQuarter(Number(quarter)), share / total);
  });

  test('requests are submitted on the weekdays that people choose', () => {
    const submitted = big.people
      .slice(0, 2500)
      .flatMap((person) => [...personHistory(big, person, Date.parse('2025-01-02T00:00:00Z'))])
      .filter(({ type }) => type === 'vacation.request.submitted');
    const on = (day: number) =>
      submitted.filter(({ time }) => weekday(new Date(time).toISOString().slice(0, 10)) === day).length /
      submitted.length;
    for (const [day, share] of Object.entries(parameters.submissionWeekdays)) close(on(Number(day)), share);
  });

  test('nobody is away twice at once, and nobody falls ill on a free day', () => {
    for (const { person, leave, illness } of absences) {
      const all = [...leave, ...illness];
      const clashes = all.filter((one) => all.some((other) => other !== one && overlaps(one, other)));
      expect(clashes).toEqual([]);
      expect(illness.every(({ from }) => scheduled(person, from) > 0)).toBe(true);
    }
  });
});

describe('its history', () => {
  const events = history(small, 0, now);

  test('is the same every time, and any slice of it is the same slice', () => {
    expect(history(small, 0, now)).toEqual(events);
    const middle = Date.parse('2025-07-01T00:00:00Z');
    expect(history(small, middle, now)).toEqual(events.filter(({ time }) => time > middle));
  });

  test('names each event once and only with known types and valid data', () => {
    expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
    for (const event of events) expect(asAnyEvent(event).eventId).toBe(event.id);
  });

  test('holds the same events when publishers are disorderly, some of them twice', () => {
    const sent = disorderly(events, 'x');
    expect(new Set(sent)).toEqual(new Set(events));
    expect(sent.length).toBeGreaterThan(events.length);
    expect(sent.some((event, place) => event.time < (sent[place - 1]?.time ?? 0))).toBe(true);
  });

  test('is written as CloudEvents', () => {
    const [first] = events;
    if (!first) throw new Error('no events');
    expect(JSON.parse(cloudEvent(first))).toMatchObject({ specversion: '1.0', id: first.id, type: first.type });
  });
});

describe('its live traffic', () => {
  test('is valid, never dates two events of a person the same, and decides what it asked for', () => {
    const traffic = new CompanyTraffic(small, 'live');
    const events = Array.from({ length: 4000 }, () => traffic.next(now));
    for (const event of events) asAnyEvent(event);
    const moments = events.map(({ data, time }) => `${data.employeeId} ${time}`);
    expect(new Set(moments).size).toBe(events.length);
    const asked = new Set(events.filter(({ type }) => type.endsWith('submitted')).map(({ data }) => data.requestId));
    const decided = events.filter(({ type }) => type.endsWith('approved'));
    expect(decided.length).toBeGreaterThan(50);
    expect(decided.every(({ data }) => asked.has(data.requestId))).toBe(true);
  });
});
