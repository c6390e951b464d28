/**
 * Remembers what was made of the arguments that came last, by identity: at least `size` of them, at most twice as many.
 */
export function memoizeRecent<A extends object, R>(size: number, make: (argument: A) => R): (argument: A) => R {
  let young = new Map<A, R>();
  let old = young;
  return (argument) => {
    const known = young.get(argument) ?? old.get(argument);
    if (known !== undefined) return known;
    if (young.size >= size) {
      old = young;
      young = new Map();
    }
    const result = make(argument);
    young.set(argument, result);
    return result;
  };
}

/** Remembers what was made of the last argument, by identity. */
export function memoizeLast<A, R>(make: (argument: A) => R): (argument: A) => R {
  let last: { readonly argument: A; readonly result: R } | undefined;
  return (argument) => {
    if (last?.argument !== argument) last = { argument, result: make(argument) };
    return last.result;
  };
}
