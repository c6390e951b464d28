import type { ComponentChildren } from 'preact';
import type { Problem } from '../data/problem.ts';
import { Button } from './Button.tsx';
import { Form, FormActions } from './Form.tsx';
import { FormProblem } from './FormProblem.tsx';

export interface ActFormProps {
  readonly problem?: Problem | null;
  readonly busy?: boolean;
  readonly submit: (event: Event) => unknown;
  /** What the button says, a verb. */
  readonly verb: string;
  readonly kind?: 'primary' | 'secondary' | 'danger';
  /** Whether enough is known to do it. */
  readonly ready?: boolean;
  /** The service says what is wrong: a browser says it in its own language. */
  readonly noValidate?: boolean | undefined;
  /** What else can be done, before the button. */
  readonly others?: ComponentChildren;
  readonly children: ComponentChildren;
}

/** A form that does one thing: its fields, why it did not work the last time, and the button. */
export function ActForm(props: ActFormProps) {
  const { problem = null, busy = false, submit, verb, kind = 'primary', ready = true, noValidate, others } = props;
  return (
    <Form problem={problem} submit={submit} noValidate={noValidate}>
      {props.children}
      <FormProblem />
      <FormActions>
        {others}
        <Button type="submit" kind={kind} busy={busy} disabled={!ready}>
          {verb}
        </Button>
      </FormActions>
    </Form>
  );
}
