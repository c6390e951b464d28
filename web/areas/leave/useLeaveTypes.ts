import { useEffect } from 'preact/hooks';
import type { LeaveType, LeaveTypes } from '#services/vacation/answers.ts';
import { useAsk } from '../../data/useAsk.ts';
import { companyWords } from '../../language/appearance.ts';

/** The kinds of leave of the company; what they are called is `word('leaveType', …)`, on every page. */
export const useLeaveTypes = (): readonly LeaveType[] =>
  useAsk<LeaveTypes>('/api/vacation/leave-types').data?.leaveTypes ?? none;

/** Teaches the page what the company calls its kinds of leave; draws nothing. */
export function LeaveTypeNames(): null {
  const types = useLeaveTypes();
  useEffect(() => {
    const named = (language: 'en' | 'uk') =>
      Object.fromEntries(types.map(({ leaveType, name }) => [`leaveType.${leaveType}`, name[language]]));
    companyWords.value = { en: named('en'), uk: named('uk') };
  }, [types]);
  return null;
}

const none: readonly LeaveType[] = [];
