import { signal } from '@preact/signals';
import { CircleAlert, CircleCheck, X } from 'lucide-preact';
import { useEffect, useState } from 'preact/hooks';
import type { Answer } from '../data/exchange.ts';
import type { Problem } from '../data/problem.ts';
import { announce, speech } from '../language/appearance.ts';
import { explain } from '../language/explain.ts';
import { IconButton } from './IconButton.tsx';

interface Toast {
  readonly id: number;
  readonly text: string;
  readonly tone: 'done' | 'failed';
  readonly undo: (() => void) | null;
}

/** How long one is shown, ms; as long as somebody points at it or is in it, longer. */
const shownMs = 8000;
const toasts = signal<readonly Toast[]>([]);
let count = 0;

/** Says that something was done (or failed), seen and heard; with `undo` it can be taken back for eight seconds. */
export function toast(text: string, more: { readonly tone?: Toast['tone']; readonly undo?: () => void } = {}): void {
  count += 1;
  toasts.value = [...toasts.value.slice(-2), { id: count, text, tone: more.tone ?? 'done', undo: more.undo ?? null }];
  announce(text);
}

/** Says why something could not be done; `remedy`: and what to do. */
export function toastProblem(problem: Problem, remedy = false): void {
  const told = explain(speech.value, problem);
  toast(remedy ? `${told.what} ${told.remedy}`.trim() : told.what, { tone: 'failed' });
}

/** Says what came of something that was done at once. */
export function toastAnswer(answer: Answer<unknown>, said: string, remedy = false): void {
  if (answer.ok) toast(said);
  else toastProblem(answer.problem, remedy);
}

function dismiss(id: number): void {
  toasts.value = toasts.value.filter((one) => one.id !== id);
}

function OneToast({ id, text, tone, undo }: Toast) {
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (held) return;
    const timer = setTimeout(() => dismiss(id), shownMs);
    return () => clearTimeout(timer);
  }, [held]);
  const Icon = tone === 'done' ? CircleCheck : CircleAlert;
  function takeBack(): void {
    dismiss(id);
    undo?.();
  }
  return (
    <li
      class={`toast row toast-${tone}`}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocusCapture={() => setHeld(true)}
      onBlurCapture={() => setHeld(false)}
    >
      <Icon size={16} aria-hidden="true" />
      <span>{text}</span>
      {undo !== null && (
        <button type="button" class="toast-undo" onClick={takeBack}>
          {speech.value.text('toast.undo')}
        </button>
      )}
      <IconButton Icon={X} size={14} label={speech.value.text('toast.close')} onClick={() => dismiss(id)} />
    </li>
  );
}

/** Where toasts appear. */
export const Toasts = () => (
  <ul class="toasts stack">
    {toasts.value.map((one) => (
      <OneToast key={one.id} {...one} />
    ))}
  </ul>
);
