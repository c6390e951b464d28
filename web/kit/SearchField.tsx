import { useEffect, useState } from 'preact/hooks';

interface SearchFieldProps {
  readonly label: string;
  /** The label is heard, not seen. */
  readonly quiet?: boolean;
  readonly placeholder: string;
  /** What is looked for now. */
  readonly value: string;
  readonly change: (value: string) => void;
}

/** So long after the last letter it is looked for, ms. */
const pauseMs = 200;

/** Looks for what is typed, once somebody stops typing. */
export function SearchField({ label, quiet = false, placeholder, value, change }: SearchFieldProps) {
  const [typed, setTyped] = useState(value);
  useEffect(() => setTyped(value), [value]);
  useEffect(() => {
    if (typed === value) return;
    const timer = setTimeout(() => change(typed), pauseMs);
    return () => clearTimeout(timer);
  }, [typed]);
  return (
    <label class="field people-search">
      <span class={quiet ? 'hidden' : undefined}>{label}</span>
      <input
        type="search"
        placeholder={placeholder}
        value={typed}
        onInput={({ currentTarget }) => setTyped(currentTarget.value)}
      />
    </label>
  );
}
