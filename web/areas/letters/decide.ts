import type { LettersDecided } from '#api/answers.ts';
import { send } from '../../data/call.ts';
import type { Answer } from '../../data/exchange.ts';
import { toast, toastProblem } from '../../kit/Toasts.tsx';
import { speech } from '../../language/appearance.ts';

export type Act = 'close' | 'replay' | 'reopen';

/** So many at a time. */
export const mostAtOnce = 100;

const post = (act: Act, places: readonly string[], why: string) =>
  send<LettersDecided>('POST', '/api/dead-letters/decisions', { act, places, why });

/** Says which could not be done, with the first reason; the words of the API are English. */
function tellFaults({ decided }: LettersDecided): void {
  const [first, ...others] = decided.filter(({ fault }) => fault !== null);
  if (first === undefined) return;
  const { text, plural } = speech.value;
  const letters = plural('letters.count', others.length + 1);
  toast(text('letters.faults', { letters, place: first.place, fault: first.fault ?? '' }), { tone: 'failed' });
}

/** Replays letters, or opens them again, and says what became of it. */
export async function decideNow(act: 'replay' | 'reopen', places: readonly string[]): Promise<void> {
  const answer = await post(act, places, '');
  if (!answer.ok) return toastProblem(answer.problem);
  const done = answer.data.decided.filter(({ fault }) => fault === null).length;
  const { text, plural } = speech.value;
  if (done > 0) toast(text(`letters.${act}.done`, { letters: plural('letters.count', done) }));
  tellFaults(answer.data);
}

/** Closes letters for a reason. */
export async function closeFor(places: readonly string[], why: string): Promise<Answer<LettersDecided>> {
  const answer = await post('close', places, why);
  if (answer.ok) tellFaults(answer.data);
  return answer;
}
