import { Eye, EyeOff } from 'lucide-preact';
import { useContext, useState } from 'preact/hooks';
import type { Problem } from '../data/problem.ts';
import { speech } from '../language/appearance.ts';
import { explain } from '../language/explain.ts';
import { Field, type FieldProps } from './Field.tsx';
import { LastTry } from './Form.tsx';
import { IconButton } from './IconButton.tsx';
import type { Bound } from './typed.ts';

interface PasswordFieldProps extends FieldProps, Bound<string> {
  readonly name: string;
  /** `new-password` lets the browser offer one. */
  readonly autoComplete: 'current-password' | 'new-password';
}

/** Whether a new password was refused for being easy to guess; its own field says so. */
export const isWeak = (problem: Problem | null): problem is Problem => problem?.code?.startsWith('password_') === true;

/** A password, which can be looked at while it is typed. */
export function PasswordField({ value, change, autoComplete, ...field }: PasswordFieldProps) {
  const [shown, setShown] = useState(false);
  const label = speech.value.text(shown ? 'password.hide' : 'password.show');
  const problem = useContext(LastTry);
  const weak = autoComplete === 'new-password' && isWeak(problem) ? explain(speech.value, problem).what : null;
  return (
    <Field error={weak} {...field}>
      {(ties) => (
        <span class="with-button">
          <input
            {...ties}
            type={shown ? 'text' : 'password'}
            autoComplete={autoComplete}
            spellcheck={false}
            autoCapitalize="none"
            required
            maxLength={512}
            value={value}
            onInput={(event) => change(event.currentTarget.value)}
          />
          <IconButton
            Icon={shown ? EyeOff : Eye}
            label={label}
            title={label}
            aria-pressed={shown}
            onClick={() => setShown(!shown)}
          />
        </span>
      )}
    </Field>
  );
}
