import { CircleAlert, RotateCw } from 'lucide-preact';
import type { Problem } from '../data/problem.ts';
import { speech } from '../language/appearance.ts';
import { explain } from '../language/explain.ts';

/** What happened, what to do about it, and a way to try again. */
export function Failure({ problem, retry }: { problem: Problem; retry: () => void }) {
  const { text } = speech.value;
  const { what, remedy } = explain(speech.value, problem);
  return (
    <div class="state" role="alert">
      <CircleAlert size={20} aria-hidden="true" class="state-error" />
      <p>
        <strong>{text('panel.error')}</strong> {what}
      </p>
      <p class="muted">{remedy}</p>
      <button type="button" onClick={retry}>
        <RotateCw size={14} aria-hidden="true" />
        {text('panel.retry')}
      </button>
    </div>
  );
}
