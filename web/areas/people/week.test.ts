import { expect, test } from '@jest/globals';
import { speak } from '../../language/speech.ts';
import { weekText } from './week.ts';

const en = speak('en', 'UTC');

test('nothing said of the week means Monday to Friday', () => {
  expect(weekText(en, null)).toBe('Mon–Fri');
});

test('neighbouring days are told together, parts of a day with their share', () => {
  expect(weekText(en, [1, 1, 1, 1, 0.5, 0, 0])).toBe('Mon–Thu, Fri 50%');
});

test('a day off in the middle parts the week, and two days are no span', () => {
  expect(weekText(en, [1, 1, 0, 1, 1, 0, 0])).toBe('Mon, Tue, Thu, Fri');
});

test('a week without work is told with no days', () => {
  expect(weekText(en, [0, 0, 0, 0, 0, 0, 0])).toBe('');
});

test('days have their names in Ukrainian', () => {
  expect(weekText(speak('uk', 'UTC'), null)).toBe('пн–пт');
});
