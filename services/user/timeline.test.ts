import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { beginning, holdsOn, timeline } from '#domain/timeline.ts';
import { addDays } from '#lib/dates.ts';
import { type Change, inOrder, spanOn, spansOf, standing } from './timeline.ts';

const change = (eventId: string, from: string, value: string, voids: string | null = null, occurredAt = 1): Change => ({
  eventId,
  from,
  value,
  voids,
  occurredAt,
});
const start = change('start', beginning, 'IT', null, 0);
const valueOn = (changes: readonly Change[], day: string) => spanOn(spansOf(changes), day)?.value;

test('a move counts from its first day on', () => {
  const changes = [start, change('a', '2026-03-01', 'Sales')];
  expect([valueOn(changes, '2026-02-28'), valueOn(changes, '2026-03-01')]).toEqual(['IT', 'Sales']);
});

test('a corrected move counts no more, even when its correction is corrected', () => {
  const changes = [start, change('a', '2026-03-01', 'Sales'), change('b', '2026-04-01', 'Law', 'a', 2)];
  expect(valueOn(changes, '2026-03-15')).toBe('IT');
  const again = [...changes, change('c', '2026-05-01', 'Law', 'b', 3)];
  expect([valueOn(again, '2026-04-15'), valueOn(again, '2026-05-01')]).toEqual(['IT', 'Law']);
  expect(standing(again).map(({ eventId }) => eventId)).toEqual(['start', 'c']);
});

test('nobody has a department before the first one that is known', () => {
  expect(valueOn([change('a', '2026-03-01', 'Sales')], '2026-02-28')).toBeUndefined();
});

const day = fc.integer({ min: 1, max: 20 }).map((days) => addDays('2026-01-01', days));
const changes = fc
  .array(fc.record({ from: day, value: fc.constantFrom('IT', 'Sales', 'Law'), at: fc.integer({ min: 1, max: 5 }) }), {
    maxLength: 8,
  })
  .chain((drafts) =>
    fc.tuple(
      fc.constant(drafts),
      fc.array(fc.option(fc.nat({ max: 7 })), { minLength: drafts.length, maxLength: drafts.length }),
    ),
  )
  .map(([drafts, voids]) =>
    drafts.map(({ from, value, at }, index) => {
      const target = voids[index] ?? null;
      return change(`e${index}`, from, value, target === null ? null : `e${target}`, at);
    }),
  );

test('any changes, in any order, hold on the same days here as on the line', () => {
  fc.assert(
    fc.property(changes, (given) => {
      const line = timeline('IT', inOrder(given));
      const shuffled = [...given, start].reverse();
      for (let at = 0; at <= 22; at++) {
        const on = addDays('2026-01-01', at);
        expect(valueOn(shuffled, on)).toBe(holdsOn(line, on));
      }
    }),
    { numRuns: 300 },
  );
});
