interface SmallSelectProps {
  readonly label: string;
  /** The label is heard, not seen. */
  readonly quiet?: boolean;
  readonly value: string;
  readonly options: readonly (readonly [value: string, name: string])[];
  readonly change: (value: string) => void;
}

/** One of a few, in a line beside other things; in a form use `Select`. */
export const SmallSelect = ({ label, quiet = false, value, options, change }: SmallSelectProps) => (
  <label class="field">
    <span class={quiet ? 'hidden' : ''}>{label}</span>
    <select value={value} onChange={({ currentTarget }) => change(currentTarget.value)}>
      {options.map(([option, name]) => (
        <option key={option} value={option}>
          {name}
        </option>
      ))}
    </select>
  </label>
);
