import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fromBefore, happened, redacted } from '#test/pipeline/events.ts';
import { withCopy } from './copies.ts';
import type { AnyEvent } from './event.ts';

const told = (data: object = {}, at = '2026-05-04T10:00:00Z', source = '/test') =>
  happened(
    'user.updated',
    at,
    { employeeId: 'e1', managerId: 'm1', email: 'a@example.org', ...data },
    'one id',
    source,
  );

const first = told();
const older = fromBefore(first);
const all = (...events: AnyEvent[]) => events.reduce<readonly AnyEvent[]>(withCopy, []);

describe('events with one more', () => {
  test.each([
    ['the same again', [first, structuredClone(first)], [first]],
    ['another manager under the same id', [first, told({ managerId: 'm2' })], [first, told({ managerId: 'm2' })]],
    [
      'the same id at another time',
      [first, told({}, '2026-05-05T10:00:00Z')],
      [first, told({}, '2026-05-05T10:00:00Z')],
    ],
    ['the same id from another source', [first, told({}, undefined, '/b')], [first, told({}, undefined, '/b')]],
  ])('%s', (_, events, expected) => {
    expect(all(...events)).toEqual(expected);
    const [held = [], again] = [all(...events), events[0]];
    expect(again && withCopy(held, again)).toBe(held);
  });

  test('keep what was redacted blank, whichever copy comes first', () => {
    const blank = redacted(first);
    expect(all(first, blank)).toEqual([blank]);
    expect(all(blank, first)).toEqual([blank]);
    expect(blank).toMatchObject({ email: null, mark: first.mark });
  });

  test('take the time of receipt of the last copy, as compaction does', () => {
    const later = { ...first, occurredAt: first.occurredAt + 1 };
    expect(all(first, later)).toEqual([later]);
  });
});

describe('a record from before marks', () => {
  test('is the same as the marked one that says the same, which stays', () => {
    expect(all(older, first)).toEqual([first]);
    expect(all(first, older)).toEqual([first]);
  });

  test('lacks fields that later versions know', () => {
    const { locale: _, ...shorter } = older as AnyEvent & { locale: unknown };
    expect(all(shorter as AnyEvent, first)).toEqual([first]);
  });

  test.each([
    ['field', told({ managerId: 'm2' })],
    ['personal field', told({ email: 'b@example.org' })],
    ['time', told({}, '2026-05-04T10:00:01Z')],
    ['type', happened('user.deactivated', '2026-05-04T10:00:00Z', { employeeId: 'e1' }, 'one id')],
  ])('is another event than one with another %s', (_, other) => {
    expect(all(older, other)).toEqual([older, other]);
    expect(all(other, older)).toEqual([other, older]);
  });

  test('gives way to its next one, as its key does', () => {
    const next = fromBefore(told({ managerId: 'm2' }));
    expect(all(older, next)).toEqual([next]);
  });

  test('takes its redaction along', () => {
    const blank = redacted(first);
    expect(all(redacted(older), first)).toEqual([blank]);
    expect(all(first, redacted(older))).toEqual([blank]);
    expect(all(blank, older)).toEqual([blank]);
  });
});

/** What compaction leaves of a log: the last record of each key, in the order of the log. */
function compacted(log: readonly AnyEvent[]): AnyEvent[] {
  const lastAt = new Map(log.map(({ mark = '' }, at) => [mark, at]));
  return log.filter(({ mark = '' }, at) => lastAt.get(mark) === at);
}

test('before and after compaction, whatever the log holds, the same events count', () => {
  const one = told();
  const other = told({ managerId: 'm2' });
  const log = fc.array(fc.constantFrom(one, other, fromBefore(one), fromBefore(other)), { maxLength: 8 });
  const blankAll = (events: readonly AnyEvent[]) => new Set(events.map((event) => JSON.stringify(redacted(event))));
  const withBlanks = fc
    .tuple(log, fc.boolean())
    .map(([events, erased]) => [...events, ...(erased ? compacted(events).map(redacted) : [])]);
  fc.assert(
    fc.property(withBlanks, fc.nat(8), (events, at) => {
      const kept = [...compacted(events.slice(0, at)), ...events.slice(at)];
      expect(blankAll(all(...kept))).toEqual(blankAll(all(...events)));
    }),
  );
});
