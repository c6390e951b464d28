import { useState } from 'preact/hooks';
import { send } from '../data/call.ts';
import { speech } from '../language/appearance.ts';
import { explain } from '../language/explain.ts';
import { toast } from '../parts/Toasts.tsx';
import type { LeaveRequest } from './contract.ts';

export const commands = ['withdraw', 'request-cancellation', 'cancel'] as const;
export type Command = (typeof commands)[number];

/** What a person may do with a request of their own, as it stands. */
export const commandsOf = ({ status, to }: LeaveRequest, today: string): readonly Command[] => {
  if (status === 'submitted') return ['withdraw'];
  return status === 'approved' && to >= today ? ['request-cancellation'] : [];
};

/** Does something with a request, and says what came of it. */
export const useCommand = () => {
  const [busy, setBusy] = useState(false);
  const run = async (request: LeaveRequest, command: Command, reason: string | null = null): Promise<boolean> => {
    setBusy(true);
    const path = `/api/vacation/requests/${request.requestId}/${command}`;
    const answer = await send('POST', path, { reason }, { ifMatch: request.version });
    setBusy(false);
    if (answer.ok) toast(speech.value.text(`command.${command}.done`));
    else toast(explain(speech.value, answer.problem).what, { tone: 'failed' });
    return answer.ok;
  };
  return { busy, run };
};
