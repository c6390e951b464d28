import { describe, expect, test } from '@jest/globals';
import { fill, segments } from './message.ts';

const told = (text: string, values = {}): string =>
  segments(text, values)
    .map((piece) => (piece.figure ? `[${piece.text}]` : piece.text))
    .join('');

describe('a message', () => {
  test('is filled in; a name without a value stays, so that it is noticed', () => {
    expect(fill('{a} and {b}', { a: '1' })).toBe('1 and {b}');
  });

  test('has figures between stars, and data adds none', () => {
    expect(told('*{days}* left for {name}.', { days: '3', name: 'A*B*' })).toBe('[3] left for A*B*.');
  });

  test('ends once, also after a figure with a full stop of its own', () => {
    expect(told('Since *{day}*.', { day: '25 лист. 2026 р.' })).toBe('Since [25 лист. 2026 р.]');
    expect(told('Since *{day}*…', { day: '2026 р.' })).toBe('Since [2026 р.]…');
    expect(told('Since *{day}*.', { day: '2026' })).toBe('Since [2026].');
    expect(fill('Since {day}. Until {day}.', { day: '2026 р.' })).toBe('Since 2026 р. Until 2026 р.');
    expect(fill('Since {day}...', { day: '2026 р.' })).toBe('Since 2026 р....');
  });
});
