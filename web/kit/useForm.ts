import { useState } from 'preact/hooks';
import type { Answer } from '../data/exchange.ts';
import { useTyped } from './typed.ts';
import { useAct } from './useAct.ts';

/** A form: what was typed, whether it is on its way, and what came of it. What was typed stays, whatever comes. */
export function useForm<Typed extends object>(empty: Typed, act: (typed: Typed) => Promise<Answer<unknown>>) {
  const form = useTyped(empty);
  const [done, setDone] = useState(false);
  const { busy, problem, run } = useAct();
  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    if (busy) return;
    const answer = await run(() => act(form.typed));
    if (answer.ok) setDone(true);
  }
  return { ...form, problem, busy, done, submit };
}
