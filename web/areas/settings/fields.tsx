import type { ComponentProps } from 'preact';
import { useState } from 'preact/hooks';
import { oneDay } from '#lib/millionths.ts';
import { Select, TextField } from '../../kit/Field.tsx';
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

/** An input that says at its place what is wrong, when it is left and when the form is sent: a browser says it in its own language. */
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

/** Text with something in it beside spaces. */
export const filled = '.*\\S.*';

interface NumberFieldProps {
  readonly label: string;
  readonly name: string;
  readonly hint?: string;
  readonly value: number;
  readonly change: (value: number) => void;
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

interface AmountFieldProps {
  readonly label: string;
  readonly name: string;
  readonly hint?: string;
  /** Millionths of a day; null: no limit. */
  readonly value: number | null;
  readonly change: (value: number | null) => void;
}

/** Days and parts of days; empty: no limit. */
export function AmountField({ value, change, ...field }: AmountFieldProps) {
  const [typed, setTyped] = useState(value === null ? '' : String(value / oneDay));
  function onChange(next: string): void {
    setTyped(next);
    if (next === '') change(null);
    else if (Number.isFinite(Number(next))) change(Math.round(Number(next) * oneDay));
  }
  return (
    <CheckedField {...field} type="number" optional min={0} max={3660} step="any" value={typed} change={onChange} />
  );
}

interface CheckProps {
  readonly label: string;
  readonly checked: boolean;
  readonly change: (checked: boolean) => void;
}

/** Yes or no, sent later. */
export const Check = ({ label, checked, change }: CheckProps) => (
  <label class="check">
    <input type="checkbox" checked={checked} onChange={({ currentTarget }) => change(currentTarget.checked)} />
    {label}
  </label>
);

interface OneOfProps<T extends string> {
  readonly label: string;
  readonly name: string;
  readonly value: T;
  readonly options: readonly (readonly [value: T, name: string])[];
  readonly change: (value: T) => void;
}

/** One of a few words. */
export const OneOf = <T extends string>({ change, ...props }: OneOfProps<T>) => (
  <Select {...props} change={(value) => change(value as T)} />
);
