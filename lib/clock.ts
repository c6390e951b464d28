/** Wall clock, in epoch milliseconds; passed in, so that tests decide what time it is. */
export interface Clock {
  now(): number;
}

/** The machine's clock. */
export const systemClock: Clock = { now: () => Date.now() };

/** A clock that stands still until it is set. */
export function manualClock(start: number): Clock & { set(ms: number): void } {
  let current = start;
  return {
    now: () => current,
    set: (ms) => {
      current = ms;
    },
  };
}
