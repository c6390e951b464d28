import { useState } from 'preact/hooks';
import type { Answer } from '../data/exchange.ts';
import type { Problem } from '../data/problem.ts';

/** A form: what was typed, whether it is on its way, and what came of it. What was typed stays, whatever comes. */
export function useForm<Typed extends object>(empty: Typed, act: (typed: Typed) => Promise<Answer<unknown>>) {
  const [typed, setTyped] = useState(empty);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const [done, setDone] = useState(false);
  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    const answer = await act(typed);
    setBusy(false);
    setProblem(answer.ok ? null : answer.problem);
    if (answer.ok) setDone(true);
  }
  const change = (part: Partial<Typed>): void => setTyped((now) => ({ ...now, ...part }));
  return { typed, change, problem, busy, done, submit };
}
