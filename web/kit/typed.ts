import { useState } from 'preact/hooks';

/** A value of a form, as its field takes it. */
export interface Bound<Value> {
  readonly name: string;
  readonly value: Value;
  readonly change: (value: Value) => void;
}

/** Each value of what is typed for a field of its name. */
export const fieldsOf =
  <Typed extends object>(typed: Typed, change: (part: Partial<Typed>) => void) =>
  <Name extends keyof Typed & string>(name: Name): Bound<Typed[Name]> => ({
    name,
    value: typed[name],
    change: (value) => change({ [name]: value } as unknown as Partial<Typed>),
  });

/** A value that may be missing, for a field that is empty then. */
export const orNothing = <Value extends string>({ name, value, change }: Bound<Value | null>): Bound<Value | ''> => ({
  name,
  value: value ?? '',
  change: (typed) => change(typed === '' ? null : typed),
});

/** What is typed into a form. */
export function useTyped<Typed extends object>(first: Typed | (() => Typed)) {
  const [typed, setTyped] = useState(first);
  function change(part: Partial<Typed>): void {
    setTyped((now) => ({ ...now, ...part }));
  }
  return { typed, change, field: fieldsOf(typed, change) };
}
