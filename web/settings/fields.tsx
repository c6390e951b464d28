import { useState } from 'preact/hooks';
import { Select, TextField } from '../parts/Field.tsx';
import { ONE_DAY } from './contract.ts';

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
export const NumberField = ({ value, change, step = 1, ...field }: NumberFieldProps) => {
  const [typed, setTyped] = useState(String(value));
  const onChange = (next: string): void => {
    setTyped(next);
    if (next !== '' && Number.isFinite(Number(next))) change(Number(next));
  };
  return <TextField {...field} type="number" required step={step} value={typed} change={onChange} />;
};

interface AmountFieldProps {
  readonly label: string;
  readonly name: string;
  readonly hint?: string;
  /** Millionths of a day; null: no limit. */
  readonly value: number | null;
  readonly change: (value: number | null) => void;
}

/** Days and parts of days; empty: no limit. */
export const AmountField = ({ value, change, ...field }: AmountFieldProps) => {
  const [typed, setTyped] = useState(value === null ? '' : String(value / ONE_DAY));
  const onChange = (next: string): void => {
    setTyped(next);
    if (next === '') change(null);
    else if (Number.isFinite(Number(next))) change(Math.round(Number(next) * ONE_DAY));
  };
  return <TextField {...field} type="number" optional min={0} max={3660} step="any" value={typed} change={onChange} />;
};

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
