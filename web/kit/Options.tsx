import type { SelectHTMLAttributes } from 'preact';

export type Choices<Value extends string> = readonly (readonly [value: Value, name: string])[];

interface OptionsProps<Value extends string> extends Omit<SelectHTMLAttributes, 'value' | 'onChange'> {
  readonly value: Value;
  readonly options: Choices<Value>;
  readonly change: (value: Value) => void;
}

/** A list to choose one of: each value with what it is called. */
export const Options = <Value extends string>({ value, options, change, ...select }: OptionsProps<Value>) => (
  <select {...select} value={value} onChange={({ currentTarget }) => change(currentTarget.value as Value)}>
    {options.map(([option, name]) => (
      <option key={option} value={option}>
        {name}
      </option>
    ))}
  </select>
);
