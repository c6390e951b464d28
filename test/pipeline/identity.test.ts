import { describe, expect, test } from '@jest/globals';
import type { AnyEvent } from '#schemas/event.ts';
import { statistics as catalogue } from '#statistics/catalogue.ts';
import { fromBefore, happened, redacted } from './events.ts';
import { everything, expected } from './expectations.ts';
import { type Line, lineUnderTest } from './lineUnderTest.ts';

const register = (id: string, more: object = {}) =>
  happened('user.registered', '2026-01-05T09:00:00Z', { employeeId: 'e1', department: 'Alpha', ...more }, id);
function move(department: string, id: string, more: object = {}, source = '/test') {
  const data = { employeeId: 'e1', department, effectiveFrom: '2026-02-01', ...more };
  return happened('user.department_changed', '2026-01-06T09:00:00Z', data, id, source);
}
const failed = (reason: string, at = '2026-05-04T10:00:00Z', source = '/test', more: object = {}) =>
  happened('auth.login.failed', at, { employeeId: 'e1', reason, ...more }, 'login 1', source);

const departments = (line: Line) => line.enriched('hr.employees').map((row) => row.departments);
const failures = (line: Line) =>
  line
    .statistic('failed_logins')
    .map(({ reason, failures: count }) => [reason, count])
    .sort();

async function started(...events: AnyEvent[]): Promise<Line> {
  const line = await lineUnderTest();
  await line.happen(...events);
  return line;
}

describe('different events of one id', () => {
  test('of one person, as a request id on two messages, both count', async () => {
    const events = [register('req-7781'), move('Beta', 'req-7781')];
    expect(departments(await started(...events))).toEqual([['Alpha', 'Beta']]);
    expect(departments(await started(...events.toReversed()))).toEqual([['Alpha', 'Beta']]);
  });

  test('from a publisher that counts from 1 after each restart all count', async () => {
    const line = await started(failed('a'), failed('a', '2026-05-04T11:00:00Z'), failed('a'));
    expect(failures(line)).toEqual([['a', 2]]);
  });

  test('from two sources both count, also where only what is personal differs', async () => {
    const line = await started(
      failed('a'),
      failed('a', undefined, '/other'),
      failed('a', undefined, '/test', { login: 'x' }),
    );
    expect(failures(line)).toEqual([['a', 3]]);
  });

  test('of one moment are in an order that does not depend on arrival', async () => {
    const events = [register('r'), move('Beta', 'm'), move('Gamma', 'm')];
    const line = await started(...events);
    const other = await started(...events.toReversed());
    expect(departments(line)).toEqual(departments(other));
  });
});

describe('a correction', () => {
  test('hits the move of that id from its own source, not that of another', async () => {
    const ours = move('Beta', 'm', { effectiveFrom: '2026-02-01' });
    const theirs = move('Gamma', 'm', { effectiveFrom: '2026-03-01' }, '/other');
    const correction = move('Delta', 'c', { effectiveFrom: '2026-04-01', voids: ours.eventId });
    expect(departments(await started(register('r'), ours, theirs, correction))).toEqual([['Alpha', 'Gamma', 'Delta']]);
  });

  test('may name the source whose move it means', async () => {
    const theirs = move('Gamma', 'm', { effectiveFrom: '2026-03-01' }, '/other');
    const voided = { voids: theirs.eventId, effectiveFrom: '2026-04-01' };
    const stranger = move('Delta', 'c', voided);
    expect(departments(await started(register('r'), theirs, stranger))).toEqual([['Alpha', 'Gamma', 'Delta']]);
    const named = move('Delta', 'c', { ...voided, voidsSource: '/other' });
    expect(departments(await started(register('r'), theirs, named))).toEqual([['Alpha', 'Delta']]);
  });

  test('hits what an earlier version wrote, whoever published it', async () => {
    const before = fromBefore(move('Beta', 'm'));
    const correction = move('Delta', 'c', { effectiveFrom: '2026-04-01', voids: before.eventId });
    expect(departments(await started(register('r'), before, correction))).toEqual([['Alpha', 'Delta']]);
  });
});

describe('after an upgrade', () => {
  const history = [register('r'), move('Beta', 'm'), failed('a'), failed('b', '2026-05-05T10:00:00Z')];
  // The last login has the id of the one before it: the earlier version has kept one of both.
  const kept = history.slice(0, 3).map(fromBefore);

  test('what is published again is known, and what has only the id in common is not', async () => {
    const line = await started(...kept);
    const before = everything(line);
    await line.restart();
    await line.happen(...history.slice(0, 3));
    expect(everything(line)).toEqual(before);
    await line.happen(...history);
    expect(everything(line)).toEqual(expected([...kept, ...history]));
    expect(failures(line)).toEqual([
      ['a', 1],
      ['b', 1],
    ]);
  });

  test('an erasure moves no number, whichever version wrote what it blanks', async () => {
    const line = await started(...kept, ...history);
    const numbers = () => catalogue.map(({ name }) => line.statistic(name));
    const before = numbers();
    await line.happen(...[...kept, ...history].map(redacted));
    expect(numbers()).toEqual(before);
  });

  test('the next generation computes the same from what Kafka has, before and after its compaction', async () => {
    const events = [...kept, ...history, ...[...kept, ...history].map(redacted)];
    const line = await started(...events);
    const next = await line.next({});
    expect(everything(next)).toEqual(everything(line));
    const lastAt = new Map(events.map(({ eventId, mark }, at) => [`${eventId}/${mark}`, at]));
    const left = events.filter(({ eventId, mark }, at) => lastAt.get(`${eventId}/${mark}`) === at);
    expect(everything(await started(...left))).toEqual(everything(line));
  });
});
