import { useAsk } from '../data/useAsk.ts';
import { speech } from '../language/appearance.ts';
import type { Speech } from '../language/speech.ts';
import type { Finding, LeaveRequest, LeaveType } from './contract.ts';

/** The kinds of leave of the company, and how each is called in the reader's language. */
export const useLeaveTypes = () => {
  const { data } = useAsk<{ readonly leaveTypes: readonly LeaveType[] }>('/api/vacation/leave-types');
  const types = data?.leaveTypes ?? [];
  const { language, word } = speech.value;
  return {
    types,
    nameOfType: (leaveType: string): string =>
      types.find((one) => one.leaveType === leaveType)?.name[language] ?? word('leaveType', leaveType),
  };
};

/** Days among the facts of a finding are told as days of the calendar, amounts as numbers. */
const factText = ({ day, number }: Speech, value: string | number): string => {
  if (typeof value === 'number') return number(value);
  return /^\d{4}-\d{2}-\d{2}$/.test(value) ? day(value) : value;
};

/** A year is no amount: it has no separator of thousands. */
const plain = new Set(['year']);

/** What speaks against something, in a sentence. */
export const findingText = (words: Speech, { code, facts }: Finding): string => {
  const values = Object.entries(facts).map(
    ([name, value]) => [name, plain.has(name) ? String(value) : factText(words, value)] as const,
  );
  return words.find(`finding.${code}`, Object.fromEntries(values)) ?? code;
};

/** When, as people say it: `6–10 Jul 2026`, `6 Jul 2026, morning`. */
export const periodText = (
  { range, day, text }: Speech,
  { from, to, dayPart, fraction }: Pick<LeaveRequest, 'from' | 'to' | 'dayPart' | 'fraction'>,
): string => {
  if (from !== to) return range(from, to);
  if (fraction !== null) return text('leave.someHours', { day: day(from) });
  return dayPart === 'full' ? day(from) : text(`leave.${dayPart}Of`, { day: day(from) });
};
