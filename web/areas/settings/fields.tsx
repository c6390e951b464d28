import type { ComponentProps } from 'preact';
import { useState } from 'preact/hooks';
import { oneDay } from '#lib/millionths.ts';
import { type FieldProps, Select, TextField } from '../../kit/Field.tsx';
import { type Bound, fieldsOf } from '../../kit/typed.ts';
import { speech } from '../../language/appearance.ts';

/** Why a value cannot be used. */
type Wrong = 'missing' | 'number' | 'whole' | 'between' | 'before' | 'form';

/** What the browser finds wrong with a value; null: nothing. */
function wrongIn({ validity, value, type }: HTMLInputElement): Wrong | null {
  if (validity.valid) return null;
  if (validity.badInput && type === 'number') return 'number';
  if (validity.valueMissing || validity.badInput || value.trim() === '') return 'missing';
  if (validity.rangeUnderflow && type === 'date') return 'before';
  if (validity.rangeUnderflow || validity.rangeOverflow) return 'between';
  return validity.stepMismatch ? 'whole' : 'form';
}

type CheckedFieldProps = ComponentProps<typeof TextField> & {
  /** Said of a value that does not match `pattern`. */
  readonly otherwise?: string;
};

/**
 * An input that says at its place what is wrong, when it is left and when the form is sent: a browser says it in its
 * own language.
 */
export function CheckedField({ change, otherwise, ...field }: CheckedFieldProps) {
  const { text, day, number } = speech.value;
  const [wrong, setWrong] = useState<Wrong | null>(null);
  const look = ({ currentTarget }: { currentTarget: HTMLInputElement }): void => setWrong(wrongIn(currentTarget));
  const said = (bound: unknown): string => (field.type === 'date' ? day(String(bound)) : number(Number(bound)));
  function words(what: Wrong): string {
    if (what === 'form' && otherwise !== undefined) return otherwise;
    if (what === 'before') return text('settings.wrong.before', { min: said(field.min) });
    if (what === 'between') return text('settings.wrong.between', { min: said(field.min), max: said(field.max) });
    return text(`settings.wrong.${what}`);
  }
  function onChange(value: string): void {
    setWrong(null);
    change(value);
  }
  return (
    <TextField
      {...field}
      error={wrong === null ? null : words(wrong)}
      onInvalid={look}
      onBlur={look}
      change={onChange}
    />
  );
}

interface NumberFieldProps extends Bound<number>, Pick<FieldProps, 'hint'> {
  readonly name: string;
  readonly label: string;
  readonly min: number;
  readonly max: number;
  readonly step?: number | 'any';
}

/** What was typed stays as it was typed; what is no number changes nothing, and the form is not sent. */
export function NumberField({ value, change, step = 1, ...field }: NumberFieldProps) {
  const [typed, setTyped] = useState(String(value));
  function onChange(next: string): void {
    setTyped(next);
    if (next !== '' && Number.isFinite(Number(next))) change(Number(next));
  }
  return <CheckedField {...field} type="number" required step={step} value={typed} change={onChange} />;
}

/** Days and parts of days, kept as millionths of a day; empty: null, no limit. */
export function AmountField({ value, change, ...field }: Bound<number | null> & Pick<FieldProps, 'label'>) {
  const [typed, setTyped] = useState(value === null ? '' : String(value / oneDay));
  const hint = speech.value.text('settings.limit.hint');
  function onChange(next: string): void {
    setTyped(next);
    if (next === '') change(null);
    else if (Number.isFinite(Number(next))) change(Math.round(Number(next) * oneDay));
  }
  return (
    <CheckedField
      {...field}
      hint={hint}
      type="number"
      optional
      min={0}
      max={3660}
      step="any"
      value={typed}
      change={onChange}
    />
  );
}

/** A name of something, which is not left empty. */
export const NameField = (props: Bound<string> & Pick<FieldProps, 'label'>) => (
  <CheckedField {...props} required maxLength={100} pattern=".*\S.*" />
);

/** Yes or no, sent later. */
export const Check = ({ label, value, change }: Omit<Bound<boolean>, 'name'> & Pick<FieldProps, 'label'>) => (
  <label class="check inline">
    <input type="checkbox" checked={value} onChange={({ currentTarget }) => change(currentTarget.checked)} />
    {label}
  </label>
);

interface OneOfProps<Name extends string> extends Bound<Name>, Pick<FieldProps, 'label'> {
  readonly name: string;
  /** Each has its words at `settings.<name>.<one>`. */
  readonly among: readonly Name[];
}

/** One of a few words. */
export const OneOf = <Name extends string>({ among, ...props }: OneOfProps<Name>) => (
  <Select {...props} options={among.map((one) => [one, speech.value.word(`settings.${props.name}`, one)])} />
);

/** The values of a part of the rules for fields, each called as the rules call it. */
export function namedFields<Part extends object>(part: Part, set: (change: Partial<Part>) => void) {
  const field = fieldsOf(part, set);
  return <Name extends keyof Part & string>(name: Name) => ({
    label: speech.value.word('settings', name),
    ...field(name),
  });
}
