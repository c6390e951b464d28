import type { LeaveRequest } from '#services/vacation/answers.ts';
import { send } from '../../data/call.ts';
import { refreshUnder } from '../../data/resource.ts';
import { toastAnswer } from '../../kit/Toasts.tsx';
import { speech } from '../../language/appearance.ts';
import type { Command } from './commands.ts';

/** Does something with a request, and says what came of it; what could not be done is shown as it is now. */
export async function carryOut(command: Command, { requestId, version }: LeaveRequest): Promise<void> {
  const path = `/api/vacation/requests/${requestId}/${command}`;
  const answer = await send('POST', path, { reason: null }, { ifMatch: version });
  toastAnswer(answer, speech.value.text(`command.${command}.done`), true);
  if (!answer.ok) refreshUnder('/api/vacation');
}
