import { setTimeout as sleep } from 'node:timers/promises';

/** A broker that did not answer in time. */
export class Late extends Error {
  override readonly name = 'Late';
}

/** `promise`, or Late after `ms`. What comes too late is ignored; `dispose` gets a value that does. */
export async function within<T>(
  promise: Promise<T>,
  ms: number,
  what: string,
  dispose?: (value: T) => void,
): Promise<T> {
  let late = false;
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      late = true;
      reject(new Late(`${what}: no answer within ${ms} ms`));
    }, ms);
  });
  promise.then((value) => late && dispose?.(value)).catch(() => undefined);
  try {
    return await Promise.race([promise, deadline]);
  } finally {
    clearTimeout(timer);
  }
}

export interface Backoff {
  readonly firstMs: number;
  readonly maxMs: number;
}

export const reconnect: Backoff = { firstMs: 100, maxMs: 30_000 };

/** Full jitter: any time from 0 to the doubled first delay, at most `maxMs`. `attempt` counts from 1. */
export const jittered = ({ firstMs, maxMs }: Backoff, attempt: number): number =>
  Math.random() * Math.min(maxMs, firstMs * 2 ** Math.min(attempt, 30));

/** Waits; ends early, without an error, when the signal is aborted. */
export const pause = (ms: number, signal?: AbortSignal): Promise<void> =>
  sleep(ms, undefined, signal ? { signal } : {}).catch(() => undefined);

/** Resolves when the signal is aborted, at once if it is already. */
export const aborted = (signal: AbortSignal): Promise<undefined> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve(undefined);
    signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
