import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { LetterLimit } from './limit.ts';

const letters = (count: number) => new Array<boolean>(count).fill(true);
const good = (count: number) => new Array<boolean>(count).fill(false);

/** After how many of them a route stops. */
function stopsAfter(limit: LetterLimit, messages: readonly boolean[]): number | undefined {
  const at = messages.findIndex((isLetter) => limit.note(isLetter));
  return at < 0 ? undefined : at + 1;
}

describe('the limit of dead letters', () => {
  test('is reached by a flood of them', () => {
    expect(stopsAfter(new LetterLimit(10), letters(100))).toBe(10);
  });

  test('is reached when every second one is a letter', () => {
    expect(
      stopsAfter(
        new LetterLimit(10),
        letters(50).flatMap(() => [false, true]),
      ),
    ).toBe(20);
  });

  test('is not reached by a few among good ones, however long it goes', () => {
    expect(
      stopsAfter(
        new LetterLimit(10),
        letters(1_000).flatMap(() => [true, ...good(2)]),
      ),
    ).toBeUndefined();
  });

  test('forgets what was long ago', () => {
    const limit = new LetterLimit(10);
    expect(stopsAfter(limit, [...letters(9), ...good(20), ...letters(9)])).toBeUndefined();
  });

  test('of none is never reached', () => {
    const limit = new LetterLimit(0);
    expect([limit.admits(letters(3)), stopsAfter(limit, letters(10_000))]).toEqual([3, undefined]);
  });

  test('says beforehand how many may go: as many as bring it there', () => {
    const batches = fc.array(fc.array(fc.boolean(), { maxLength: 30 }), { maxLength: 10 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), batches, (most, all) => {
        const limit = new LetterLimit(most);
        for (const batch of all) {
          const admitted = limit.admits(batch);
          const reached = stopsAfter(limit, batch);
          expect(admitted).toBe(reached ?? batch.length);
          if (reached !== undefined) return;
        }
      }),
    );
  });
});
