import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { assignTasks, type Member } from './assignment.ts';

const members = fc
  .uniqueArray(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 6 })
  .chain((ids) => fc.tuple(...ids.map((id) => fc.record({ id: fc.constant(id), owned: fc.uniqueArray(fc.nat(9)) }))));

describe('assigning tasks', () => {
  test('every task has exactly one owner, and loads differ by one at most', () => {
    fc.assert(
      fc.property(members, fc.nat(10), (given, count) => {
        const shares = [...assignTasks(given, count).values()];
        expect(shares.flat().toSorted((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, task) => task));
        const loads = shares.map((tasks) => tasks.length);
        expect(Math.max(...loads) - Math.min(...loads)).toBeLessThanOrEqual(1);
      }),
    );
  });

  test('the order of the members changes nothing', () => {
    fc.assert(
      fc.property(members, (given) => {
        const shares = (list: readonly Member[]) => Object.fromEntries(assignTasks(list, 8));
        expect(shares(given.toReversed())).toEqual(shares(given));
      }),
    );
  });

  test('tasks stay where they are when a member comes or goes', () => {
    const two = assignTasks(
      [
        { id: 'a', owned: [0, 2, 4, 6] },
        { id: 'b', owned: [1, 3, 5, 7] },
      ],
      8,
    );
    expect(Object.fromEntries(two)).toEqual({ a: [0, 2, 4, 6], b: [1, 3, 5, 7] });
    const three = assignTasks(
      [
        { id: 'a', owned: [0, 2, 4, 6] },
        { id: 'b', owned: [1, 3, 5, 7] },
        { id: 'c', owned: [] },
      ],
      8,
    );
    expect(Object.fromEntries(three)).toEqual({ a: [0, 2, 4], b: [1, 3, 5], c: [6, 7] });
    const one = assignTasks([{ id: 'b', owned: [1, 3] }], 4);
    expect(one.get('b')).toEqual([0, 1, 2, 3]);
  });
});
