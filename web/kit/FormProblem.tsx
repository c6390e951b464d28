import { CircleAlert } from 'lucide-preact';
import { useContext } from 'preact/hooks';
import type { Problem } from '../data/problem.ts';
import { speech } from '../language/appearance.ts';
import { explain } from '../language/explain.ts';
import { LastTry } from './Form.tsx';
import { isWeak } from './PasswordField.tsx';

/** What did not work with the form around it as a whole; what is wrong with one field, that field says. */
export const FormProblem = () => <ProblemLine problem={useContext(LastTry)} />;

/** What did not work, and what to do. */
export function ProblemLine({ problem }: { problem: Problem | null }) {
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
