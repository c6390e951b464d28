import { expect, test } from '@jest/globals';
import type { Move } from '#services/user/answers.ts';
import { isOpen, storyOf } from './timeline.ts';

const move = (id: string, from: string, more: Partial<Move> = {}): Move => ({
  id,
  from,
  counts: true,
  voids: null,
  at: '2026-01-01T00:00:00.000Z',
  department: 'Sales',
  ...more,
});

test('the story begins with the latest day, and of one day with what was said last', () => {
  const said = [
    move('a', '2026-01-01'),
    move('b', '2026-05-01'),
    move('c', '2026-01-01', { at: '2026-02-01T00:00:00Z' }),
  ];
  const schedules = [{ ...move('d', '2026-03-01'), schedule: [1, 1, 1, 1, 1, 0, 0] }];
  expect(storyOf({ moves: said, schedules }).map(({ change }) => change.id)).toEqual(['b', 'd', 'c', 'a']);
});

test('what was corrected, and how somebody began, cannot be corrected', () => {
  const moves = [move('a', '1900-01-01'), move('b', '2026-01-01', { counts: false }), move('c', '2026-02-01')];
  expect(
    storyOf({ moves, schedules: [] })
      .filter(isOpen)
      .map(({ change }) => change.id),
  ).toEqual(['c']);
});
