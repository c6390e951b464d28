import { expect, test } from '@jest/globals';
import { makesCycle } from './managers.ts';

const managers = new Map([
  ['ann', null],
  ['bob', 'ann'],
  ['eve', 'bob'],
]);

test.each([
  ['eve', 'ann', false],
  ['ann', 'eve', true],
  ['ann', 'bob', true],
  ['bob', 'bob', true],
  ['bob', null, false],
  ['new', 'eve', false],
])('%s under %s closes a circle: %s', (person, manager, expected) => {
  expect(makesCycle(managers, person, manager)).toBe(expected);
});

test('a circle that is there already ends the search', () => {
  const circle = new Map([
    ['a', 'b'],
    ['b', 'a'],
  ]);
  expect(makesCycle(circle, 'c', 'a')).toBe(false);
});
