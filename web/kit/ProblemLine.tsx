import type { Problem } from '../data/problem.ts';
import { speech } from '../language/appearance.ts';
import { explain } from '../language/explain.ts';

/** What did not work, in one line below a form; `remedy`: and what to do. */
export function ProblemLine({ problem, remedy = false }: { problem: Problem | null; remedy?: boolean }) {
  if (problem === null) return null;
  const told = explain(speech.value, problem);
  return (
    <p class="form-error" role="alert">
      {remedy ? `${told.what} ${told.remedy}` : told.what}
    </p>
  );
}
