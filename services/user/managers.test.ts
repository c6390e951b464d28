import { expect, test } from '@jest/globals';
import { maxLevels, wrongManager } from './managers.ts';

const managers = new Map([
  ['ann', null],
  ['bob', 'ann'],
  ['eve', 'bob'],
]);

test.each([
  ['eve', 'ann', null],
  ['ann', 'eve', 'cycle'],
  ['ann', 'bob', 'cycle'],
  ['bob', 'bob', 'cycle'],
  ['bob', null, null],
  ['new', 'eve', null],
])('%s under %s: %s', (person, manager, expected) => {
  expect(wrongManager(managers, person, manager)).toBe(expected);
});

test('a circle that is there already ends the search', () => {
  const circle = new Map([
    ['a', 'b'],
    ['b', 'a'],
  ]);
  expect(wrongManager(circle, 'c', 'a')).toBeNull();
});

test(`nobody may have more than ${maxLevels} people above them`, () => {
  const chain = new Map(Array.from({ length: maxLevels }, (_, at) => [String(at), at === 0 ? null : String(at - 1)]));
  const lowest = String(maxLevels - 1);
  expect(wrongManager(chain, 'new', lowest)).toBeNull();
  expect(wrongManager(new Map([...chain, ['lower', lowest]]), 'new', 'lower')).toBe('too_deep');
});
