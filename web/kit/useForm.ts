import { useState } from 'preact/hooks';
import type { Answer } from '../data/exchange.ts';
import { useAct } from './useAct.ts';

/** A form: what was typed, whether it is on its way, and what came of it. What was typed stays, whatever comes. */
export function useForm<Typed extends object>(empty: Typed, act: (typed: Typed) => Promise<Answer<unknown>>) {
  const [typed, setTyped] = useState(empty);
  const [done, setDone] = useState(false);
  const { busy, problem, run } = useAct();
  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    if (busy) return;
    const answer = await run(() => act(typed));
    if (answer.ok) setDone(true);
  }
  const change = (part: Partial<Typed>): void => setTyped((now) => ({ ...now, ...part }));
  return { typed, change, problem, busy, done, submit };
}
