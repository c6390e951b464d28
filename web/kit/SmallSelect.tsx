import { type Choices, Options } from './Options.tsx';

interface SmallSelectProps<Value extends string> {
  readonly label: string;
  /** The label is heard, not seen. */
  readonly quiet?: boolean;
  readonly value: Value;
  readonly options: Choices<Value>;
  readonly change: (value: Value) => void;
}

/** One of a few, in a line beside other things; in a form use `Select`. */
export const SmallSelect = <Value extends string>({ label, quiet = false, ...choice }: SmallSelectProps<Value>) => (
  <label class="field">
    <span class={quiet ? 'hidden' : ''}>{label}</span>
    <Options {...choice} />
  </label>
);
