import { expect, test } from '@jest/globals';
import { speak } from '../../language/speech.ts';
import { faultWords, keyOf } from './faults.ts';

const unknown = {
  line: 4,
  column: 'department',
  value: 'Продажі',
  message: 'there is no such department',
  remedy: 'Create it first, or choose one of: Sales.',
};

test('a fault has one key, whatever line it names', () => {
  expect([keyOf('line 3 has it already'), keyOf('line 12 has it already')]).toEqual(
    Array(2).fill('line_has_it_already'),
  );
});

test('a fault is told in English as the service says it', () => {
  expect(faultWords(speak('en', 'UTC'), unknown)).toEqual({ what: unknown.message, remedy: unknown.remedy });
});

test('a fault is told in Ukrainian, with what the column wants', () => {
  expect(faultWords(speak('uk', 'UTC'), unknown)).toEqual({
    what: 'такого відділу немає',
    remedy: 'Напишіть назву наявного відділу або спершу створіть його.',
  });
});

test('a fault that begins with somebody’s number is told in Ukrainian, with what it wants itself', () => {
  const taken = { ...unknown, column: 'email', message: 'iryna-2 has this address' };
  expect(faultWords(speak('uk', 'UTC'), taken)).toEqual({
    what: 'цю адресу має хтось інший',
    remedy: 'У кожної людини своя адреса.',
  });
});

test('a fault that nobody has translated is still told in Ukrainian', () => {
  const { what, remedy } = faultWords(speak('uk', 'UTC'), { ...unknown, column: 'email', message: 'Odd & new' });
  expect([what, remedy]).toEqual(['значення не підходить', 'Напишіть адресу на зразок olena@company.example.']);
});
