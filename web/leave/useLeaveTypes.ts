import { useAsk } from '../data/useAsk.ts';
import { speech } from '../language/appearance.ts';
import type { LeaveType } from './contract.ts';

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
