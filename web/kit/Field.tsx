import type { ComponentChildren, InputHTMLAttributes, TextareaHTMLAttributes } from 'preact';
import { useContext, useId } from 'preact/hooks';
import type { Problem } from '../data/problem.ts';
import { speech } from '../language/appearance.ts';
import { LastTry } from './Form.tsx';
import { type Choices, Options } from './Options.tsx';
import type { Bound } from './typed.ts';

/** What every field says beside its value. */
export interface FieldProps {
  readonly label: string;
  /** The API's name of the value: faults of that name in the form's last try are shown here. */
  readonly name: string;
  readonly hint?: string | undefined;
  /** What is wrong in the page's own words; wins over the API's. */
  readonly error?: string | null | undefined;
  readonly optional?: boolean | undefined;
}

/** What ties an input to its label, hint and error. */
export interface FieldTies {
  readonly id: string;
  readonly name: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': boolean | undefined;
}

/** The API's words are English; another language says that something is wrong, and where. */
function faultOf(name: string, problem: Problem | null): string | null {
  const fault = problem?.faults?.find(({ field }) => field === name || field.startsWith(`${name}.`));
  if (fault === undefined) return null;
  return speech.value.language === 'en' ? fault.message : speech.value.text('field.fault');
}

/** A labelled input of any kind: `children` gets what ties it to its words. */
export function Field(props: FieldProps & { readonly children: (ties: FieldTies) => ComponentChildren }) {
  const { label, name, hint, error, optional, children } = props;
  const id = useId();
  const wrong = error ?? faultOf(name, useContext(LastTry));
  const described = [hint && `${id}-hint`, wrong !== null && `${id}-error`].filter(Boolean).join(' ');
  const ties = { id, name, 'aria-describedby': described || undefined, 'aria-invalid': wrong !== null || undefined };
  return (
    <div class="form-field">
      <label for={id}>
        {label}
        {optional && <small> {speech.value.text('field.optional')}</small>}
      </label>
      {children(ties)}
      {hint && (
        <small class="form-hint" id={`${id}-hint`}>
          {hint}
        </small>
      )}
      <span class="form-error" id={`${id}-error`} aria-live="polite">
        {wrong}
      </span>
    </div>
  );
}

/** Splits what the field says and holds from what its input is. */
const split = <P extends FieldProps & Bound<string>>({
  label,
  name,
  hint,
  error,
  optional,
  value,
  change,
  ...input
}: P) => ({
  field: { label, name, hint, error, optional },
  input,
  value,
  change,
});

type Held = keyof FieldProps | 'onChange' | 'onInput' | 'value';
type InputProps = FieldProps & Bound<string> & Omit<InputHTMLAttributes, Held>;

/** A line of text, a password, an email, a number: by `type`. */
export function TextField(props: InputProps) {
  const { field, input, value, change } = split(props);
  return (
    <Field {...field}>
      {(ties) => (
        <input type="text" {...input} {...ties} value={value} onInput={(event) => change(event.currentTarget.value)} />
      )}
    </Field>
  );
}

/** A day, picked or typed as the reader's system does it; '' is none. `min` and `max` are days. */
export const DateField = (props: Omit<InputProps, 'type'>) => <TextField {...props} type="date" />;

/** Several lines of text. */
export function TextArea(props: FieldProps & Bound<string> & Omit<TextareaHTMLAttributes, Held>) {
  const { field, input, value, change } = split(props);
  return (
    <Field {...field}>
      {(ties) => (
        <textarea rows={3} {...input} {...ties} value={value} onInput={(event) => change(event.currentTarget.value)} />
      )}
    </Field>
  );
}

type SelectProps<Value extends string> = FieldProps & Bound<Value> & { readonly options: Choices<Value> };

/** One of a few. */
export const Select = <Value extends string>({ value, change, options, ...field }: SelectProps<Value>) => (
  <Field {...field}>{(ties) => <Options {...ties} value={value} change={change} options={options} />}</Field>
);

/** On or off, at once: for a choice that is sent later use a checkbox. */
export const Toggle = ({ label, value, change }: Pick<FieldProps, 'label'> & Bound<boolean>) => (
  <label class="toggle">
    <input
      type="checkbox"
      role="switch"
      aria-checked={value}
      checked={value}
      onChange={(event) => change(event.currentTarget.checked)}
    />
    <span>{label}</span>
  </label>
);
