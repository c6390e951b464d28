import { useState } from 'preact/hooks';
import type { LeaveRequest } from '#services/vacation/answers.ts';
import { send } from '../../data/call.ts';
import { refreshUnder } from '../../data/resource.ts';
import { toast } from '../../kit/Toasts.tsx';
import { speech } from '../../language/appearance.ts';
import { explain } from '../../language/explain.ts';
import type { Command } from './commands.ts';

/** Does something with a request, and says what came of it; what could not be done is shown as it is now. */
export function useCommand() {
  const [busy, setBusy] = useState(false);
  async function run(request: LeaveRequest, command: Command, reason: string | null = null): Promise<boolean> {
    setBusy(true);
    const path = `/api/vacation/requests/${request.requestId}/${command}`;
    const answer = await send('POST', path, { reason }, { ifMatch: request.version });
    setBusy(false);
    if (answer.ok) toast(speech.value.text(`command.${command}.done`));
    else {
      const { what, remedy } = explain(speech.value, answer.problem);
      toast(`${what} ${remedy}`.trim(), { tone: 'failed' });
      refreshUnder('/api/vacation');
    }
    return answer.ok;
  }
  return { busy, run };
}
