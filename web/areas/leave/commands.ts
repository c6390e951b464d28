import type { LeaveRequest } from '#services/vacation/answers.ts';

export type Command = 'withdraw' | 'request-cancellation';

/** What a person may do with a request of their own, as it stands. */
export function commandsOf({ status, to }: LeaveRequest, today: string): readonly Command[] {
  if (status === 'submitted') return ['withdraw'];
  return status === 'approved' && to >= today ? ['request-cancellation'] : [];
}
