import type { ComponentChildren } from 'preact';
import { Button } from '../../kit/Button.tsx';
import { TextField } from '../../kit/Field.tsx';
import { Form } from '../../kit/Form.tsx';
import { FormProblem } from '../../kit/FormProblem.tsx';
import { PasswordField } from '../../kit/PasswordField.tsx';
import type { Bound } from '../../kit/typed.ts';
import type { useForm } from '../../kit/useForm.ts';
import { speech } from '../../language/appearance.ts';

interface SignFormProps {
  readonly form: Pick<ReturnType<typeof useForm>, 'problem' | 'busy' | 'submit'>;
  /** What its button does. */
  readonly verb: string;
  readonly children?: ComponentChildren;
  /** Below the button. */
  readonly below?: ComponentChildren;
}

/** A form of somebody who is not signed in: one thing to do. */
export const SignForm = ({ form: { problem, busy, submit }, verb, children, below }: SignFormProps) => (
  <Form problem={problem} submit={submit}>
    <FormProblem />
    {children}
    <Button kind="primary" type="submit" busy={busy}>
      {verb}
    </Button>
    {below}
  </Form>
);

/** The mail address that an account is called by. */
export const LoginField = (login: Bound<string>) => (
  <TextField
    label={speech.value.text('email')}
    type="email"
    autoComplete="username"
    required
    maxLength={200}
    {...login}
  />
);

/** A password that is chosen here. */
export const NewPasswordField = ({ label, ...password }: Bound<string> & { readonly label: string }) => (
  <PasswordField
    label={label}
    hint={speech.value.text('sign.password.hint')}
    autoComplete="new-password"
    {...password}
  />
);
