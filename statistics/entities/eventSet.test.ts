import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { canonical } from '#domain/canonical.ts';
import type { AnyEvent } from '#schemas/event.ts';
import { anyEvents } from '#test/pipeline/anyEvents.ts';
import { happened, redacted } from '#test/pipeline/events.ts';
import { type EventSet, isComplete, noEvents, withEvent } from './eventSet.ts';

const told = (type: string, at: string, data: object = {}, name?: string) =>
  happened(type, at, { employeeId: 'e1', requestId: 'r1', ...data }, name);

const values = { leaveType: 'annual', from: '2026-07-01', to: '2026-07-02' };
const submitted = told('vacation.request.submitted', '2026-05-04T10:00:00Z', { ...values, comment: 'море' });
const approved = told('vacation.request.approved', '2026-05-04T10:00:00Z');
const early = told('vacation.request.cancelled', '2026-05-04T09:00:00Z');

const setOf = (...events: AnyEvent[]): EventSet => events.reduce(withEvent, noEvents);

describe('the set of an entity’s events', () => {
  test('is ordered by time, of equal times by the life of the entity, and begins with what creates it', () => {
    expect(setOf(approved, early, submitted)).toEqual([submitted, early, approved]);
  });

  test('orders what is alike in time and kind by event id', () => {
    const [a, b] = ['a', 'b'].map((name) => told('vacation.request.cancelled', '2026-05-04T09:00:00Z', {}, name));
    const ids = setOf(...[b, a].flatMap((event) => event ?? [])).map(({ eventId }) => eventId);
    expect(ids).toEqual([a?.eventId, b?.eventId].sort());
  });

  test('is complete once the creating event has come', () => {
    expect(isComplete(noEvents)).toBe(false);
    expect(isComplete(setOf(approved))).toBe(false);
    expect(isComplete(setOf(approved, submitted))).toBe(true);
  });

  test('stays the very same when a copy says nothing new', () => {
    const set = setOf(submitted, approved);
    expect(withEvent(set, structuredClone(submitted))).toBe(set);
  });

  test('of two copies keeps the redacted one, whichever comes first', () => {
    const blank = redacted(submitted);
    expect(setOf(submitted, blank)).toEqual([blank]);
    expect(setOf(blank, submitted)).toEqual([blank]);
    expect(blank).toMatchObject({ comment: null });
  });

  test('has every event of an id that its publisher gave twice, in an order that does not depend on arrival', () => {
    const [one, other] = ['Йосип', 'Ганна'].map((reason) =>
      told('vacation.request.cancelled', '2026-05-04T11:00:00Z', { reason }, 'used twice'),
    );
    if (!one || !other) throw new Error('two events');
    expect(setOf(submitted, one, other)).toHaveLength(3);
    expect(setOf(submitted, other, one)).toEqual(setOf(submitted, one, other));
  });

  test('is the same for any order and any number of copies', () => {
    const orders = anyEvents.chain((events) =>
      fc.tuple(fc.constant(events), fc.shuffledSubarray([...events, ...events], { minLength: events.length * 2 })),
    );
    const check = ([events, again]: [AnyEvent[], AnyEvent[]]) => expect(setOf(...again)).toEqual(setOf(...events));
    fc.assert(fc.property(orders, check), { seed: 4, numRuns: 100 });
  });

  test('is in canonical order however it was made', () => {
    fc.assert(
      fc.property(anyEvents, (events) => expect(canonical(setOf(...events).toReversed())).toEqual(setOf(...events))),
      { seed: 4, numRuns: 100 },
    );
  });
});
