import { CircleAlert } from 'lucide-preact';
import type { Problem } from '../data/problem.ts';
import { speech } from '../language/appearance.ts';
import { explain } from '../language/explain.ts';
import { isWeak } from './PasswordField.tsx';

/** What did not work with a form as a whole; what is wrong with one field, that field says. */
export function FormProblem({ problem }: { problem: Problem | null }) {
  if (problem === null || isWeak(problem)) return <div role="alert" />;
  const { what, remedy } = explain(speech.value, problem);
  return (
    <div class="form-problem" role="alert">
      <CircleAlert size={16} aria-hidden="true" />
      <p>
        <strong>{what}</strong> {remedy}
      </p>
    </div>
  );
}
