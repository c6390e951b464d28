import type { ComponentChildren, InputHTMLAttributes, SelectHTMLAttributes, TextareaHTMLAttributes } from 'preact';
import { useId } from 'preact/hooks';
import type { Problem } from '../data/problem.ts';
import { speech } from '../language/appearance.ts';

/** What every field says beside its value. */
export interface FieldProps {
  readonly label: string;
  /** The API's name of the value: its faults of that name are shown here. */
  readonly name: string;
  readonly hint?: string | undefined;
  /** The answer to the last try; only faults of `name` are shown. */
  readonly problem?: Problem | null | undefined;
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
function faultOf(name: string, problem: Problem | null | undefined): string | null {
  const fault = problem?.faults?.find(({ field }) => field === name || field.startsWith(`${name}.`));
  if (fault === undefined) return null;
  return speech.value.language === 'en' ? fault.message : speech.value.text('field.fault');
}

/** A labelled input of any kind: `children` gets what ties it to its words. */
export function Field({
  label,
  name,
  hint,
  problem,
  error,
  optional,
  children,
}: FieldProps & { readonly children: (ties: FieldTies) => ComponentChildren }) {
  const id = useId();
  const wrong = error ?? faultOf(name, problem);
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

type Own = keyof FieldProps | 'onChange' | 'onInput' | 'value';
type InputProps = FieldProps &
  Omit<InputHTMLAttributes, Own> & { readonly value: string; readonly change: (value: string) => void };

/** Splits what the field says from what its input is. */
const split = <P extends FieldProps>({ label, name, hint, problem, error, optional, ...input }: P) => ({
  field: { label, name, hint, problem, error, optional },
  input,
});

/** A line of text, a password, an email, a number: by `type`. */
export function TextField({ value, change, ...props }: InputProps) {
  const { field, input } = split(props);
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

type AreaProps = FieldProps &
  Omit<TextareaHTMLAttributes, Own> & { readonly value: string; readonly change: (value: string) => void };

/** Several lines of text. */
export function TextArea({ value, change, ...props }: AreaProps) {
  const { field, input } = split(props);
  return (
    <Field {...field}>
      {(ties) => (
        <textarea rows={3} {...input} {...ties} value={value} onInput={(event) => change(event.currentTarget.value)} />
      )}
    </Field>
  );
}

type SelectProps = FieldProps &
  Omit<SelectHTMLAttributes, Own> & {
    readonly value: string;
    readonly change: (value: string) => void;
    readonly options: readonly (readonly [value: string, name: string])[];
  };

/** One of a few. */
export function Select({ value, change, options, ...props }: SelectProps) {
  const { field, input } = split(props);
  return (
    <Field {...field}>
      {(ties) => (
        <select {...input} {...ties} value={value} onChange={(event) => change(event.currentTarget.value)}>
          {options.map(([option, name]) => (
            <option key={option} value={option}>
              {name}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

/** On or off, at once: for a choice that is sent later use a checkbox. */
export function Toggle({
  label,
  hint,
  checked,
  change,
  disabled,
}: {
  readonly label: string;
  readonly hint?: string;
  readonly checked: boolean;
  readonly change: (checked: boolean) => void;
  readonly disabled?: boolean;
}) {
  const id = useId();
  return (
    <label class="toggle">
      <input
        type="checkbox"
        role="switch"
        aria-checked={checked}
        checked={checked}
        disabled={disabled ?? false}
        aria-describedby={hint === undefined ? undefined : id}
        onChange={(event) => change(event.currentTarget.checked)}
      />
      <span>
        {label}
        {hint !== undefined && <small id={id}>{hint}</small>}
      </span>
    </label>
  );
}
