import type { LineFault } from '#services/user/answers.ts';
import type { Speech } from '../../language/speech.ts';
import { remedies, says } from './messages/faults.ts';

/** `line 3 has it already` as `line_has_it_already`: the same fault has the same key, whatever its figures. */
export const keyOf = (message: string): string =>
  message
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((part) => part !== '')
    .join('_');

/** The key under which there are words for a fault, which may begin with a person's number. */
function knownKey(message: string): string {
  const parts = keyOf(message).split('_');
  const keys = parts.map((_, at) => parts.slice(at).join('_'));
  return keys.find((key) => key in says) ?? 'unusable';
}

/** What is wrong with a line, and what to do. */
export function faultWords({ language }: Speech, { column, message, remedy }: LineFault) {
  if (language === 'en') return { what: message, remedy };
  const key = knownKey(message);
  return { what: says[key] ?? message, remedy: remedies[key] ?? remedies[column || 'line'] ?? '' };
}
