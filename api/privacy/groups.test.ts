import { describe, expect, test } from '@jest/globals';
import { suppressionOf } from './groups.ts';

const visibilities = [
  { department: 'Sales', shown: 12, months: 12 },
  { department: 'IT', shown: 3, months: 12 },
  { department: 'Law', shown: 0, months: 12 },
  { department: '(other)', shown: 12, months: 12 },
];

describe('what is not shown', () => {
  test.each([
    ['of all departments', [], { suppressed: 2, hidden: false }],
    ['of a large one', ['Sales'], { suppressed: 0, hidden: false }],
    ['of one that was small for a time', ['IT'], { suppressed: 1, hidden: false }],
    ['of a small one', ['Law'], { suppressed: 1, hidden: true }],
    ['of a small and a large one', ['Law', 'Sales'], { suppressed: 1, hidden: false }],
    ['of a name that nobody knows', ['x'], { suppressed: 1, hidden: true }],
    ['of a name that is asked for twice', ['Law', 'Law'], { suppressed: 1, hidden: true }],
  ] as const)('%s', (_, asked, expected) => {
    expect(suppressionOf(asked, visibilities)).toEqual(expected);
  });

  test('of a company without a group is everything', () => {
    expect(suppressionOf([], [])).toEqual({ suppressed: 0, hidden: true });
  });
});
