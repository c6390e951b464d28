import { type ComponentChildren, createContext } from 'preact';
import type { Problem } from '../data/problem.ts';

/** Why the last try of the form around a field did not work: each field shows the faults that are its own. */
export const LastTry = createContext<Problem | null>(null);

interface FormProps {
  readonly problem: Problem | null;
  readonly submit: (event: Event) => unknown;
  /** The service says what is wrong: a browser says it in its own language. */
  readonly noValidate?: boolean | undefined;
  readonly children: ComponentChildren;
}

/** A form whose fields know what came of it. */
export const Form = ({ problem, submit, noValidate, children }: FormProps) => (
  <LastTry.Provider value={problem}>
    <form class="form" noValidate={noValidate} onSubmit={submit}>
      {children}
    </form>
  </LastTry.Provider>
);

/** What a form ends with: what can be done, the thing to do last. */
export const FormActions = ({ children }: { children: ComponentChildren }) => (
  <div class="form-actions wrap end">{children}</div>
);
