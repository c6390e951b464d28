/** Lets so many in at a time, the others wait in their order. Whoever has entered must call what it was given, once. */
export function slots(count: number): () => Promise<() => void> {
  let free = count;
  const waiting: (() => void)[] = [];
  function leave(): void {
    const next = waiting.shift();
    if (next) next();
    else free += 1;
  }
  return async () => {
    if (free > 0) free -= 1;
    else await new Promise<void>((enter) => waiting.push(enter));
    return leave;
  };
}
