import type { Finding, LeaveRequest } from '#services/vacation/answers.ts';
import type { Speech } from '../../language/speech.ts';

/** Facts of findings that are numbers of days. */
const amounts = new Set(['days', 'longest', 'needed', 'given', 'left']);

/** Days among the facts of a finding are told as days of the calendar, amounts with their unit, other numbers bare. */
function factText({ day, number, plural }: Speech, name: string, value: string | number): string {
  if (typeof value === 'number') return amounts.has(name) ? plural('unit.days', value) : number(value);
  return /^\d{4}-\d{2}-\d{2}$/.test(value) ? day(value) : value;
}

/** A year is no amount: it has no separator of thousands. */
const plain = new Set(['year']);

/** What speaks against something, in a sentence. */
export function findingText(words: Speech, { code, facts }: Finding): string {
  const values = Object.entries(facts).map(
    ([name, value]) => [name, plain.has(name) ? String(value) : factText(words, name, value)] as const,
  );
  return words.find(`finding.${code}`, Object.fromEntries(values)) ?? code;
}

/** When, as people say it: `6–10 Jul 2026`, `6 Jul 2026, morning`. */
export function periodText(
  { range, day, text }: Speech,
  { from, to, dayPart, fraction }: Pick<LeaveRequest, 'from' | 'to' | 'dayPart' | 'fraction'>,
): string {
  if (from !== to) return range(from, to);
  if (fraction !== null) return text('leave.someHours', { day: day(from) });
  return dayPart === 'full' ? day(from) : text(`leave.${dayPart}Of`, { day: day(from) });
}
