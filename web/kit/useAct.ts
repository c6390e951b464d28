import { useState } from 'preact/hooks';
import type { Answer } from '../data/exchange.ts';
import type { Problem } from '../data/problem.ts';

/** Something that is done: whether it is on its way, and why it could not be done the last time. */
export function useAct() {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  function hear<T>(answer: Answer<T>): Answer<T> {
    setProblem(answer.ok ? null : answer.problem);
    return answer;
  }
  async function run<T>(act: () => Promise<Answer<T>>): Promise<Answer<T>> {
    setBusy(true);
    const answer = await act();
    setBusy(false);
    return hear(answer);
  }
  return { busy, problem, run, hear, forget: () => setProblem(null) };
}
