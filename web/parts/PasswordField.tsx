import { Eye, EyeOff } from 'lucide-preact';
import { useState } from 'preact/hooks';
import { speech } from '../language/appearance.ts';
import { Field, type FieldProps } from './Field.tsx';

interface PasswordFieldProps extends FieldProps {
  readonly value: string;
  readonly change: (value: string) => void;
  /** `new-password` lets the browser offer one. */
  readonly autoComplete: 'current-password' | 'new-password';
}

/** A password, which can be looked at while it is typed. */
export const PasswordField = ({ value, change, autoComplete, ...field }: PasswordFieldProps) => {
  const [shown, setShown] = useState(false);
  const label = speech.value.text(shown ? 'password.hide' : 'password.show');
  const Icon = shown ? EyeOff : Eye;
  return (
    <Field {...field}>
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
          <button
            type="button"
            class="icon-button"
            aria-label={label}
            title={label}
            aria-pressed={shown}
            onClick={() => setShown(!shown)}
          >
            <Icon size={16} aria-hidden="true" />
          </button>
        </span>
      )}
    </Field>
  );
};
