/** What was waited for did not come in time. */
export class TimedOut extends Error {
  override readonly name = 'TimedOut';
}

/** Waits; ends early, without an error, when the signal is aborted. */
export function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const timer = setTimeout(done, ms);
    signal?.addEventListener('abort', done, { once: true });
    function done() {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    }
  });
}

/** Resolves when the signal is aborted, at once if it is already. */
export function aborted(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(undefined);
    signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
}

/** `promise`, or TimedOut after `ms`. What comes too late is ignored; `dispose` gets a value that does. */
export async function withTimeout<T>(
  promise: Promise<T>,
  ms: number,
  what: string,
  dispose?: (value: T) => void,
): Promise<T> {
  let late = false;
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      late = true;
      reject(new TimedOut(`${what}: no answer within ${ms} ms`));
    }, ms);
  });
  promise.then((value) => late && dispose?.(value)).catch(() => undefined);
  try {
    return await Promise.race([promise, timeout]);
  } finally {
    clearTimeout(timer);
  }
}

export interface Backoff {
  readonly firstMs: number;
  readonly maxMs: number;
}

/** For neighbours that are away. */
export const reconnecting: Backoff = { firstMs: 100, maxMs: 5_000 };

/** The first pause, doubled for each attempt after the first (counted from 1), at most `maxMs`. */
export const doubled = ({ firstMs, maxMs }: Backoff, attempt: number): number =>
  Math.min(maxMs, firstMs * 2 ** Math.min(attempt - 1, 30));

/** Full jitter: any time up to the doubled one, so that those who failed together do not come back together. */
export const jittered = (backoff: Backoff, attempt: number): number => Math.random() * doubled(backoff, attempt);

export interface Retrying {
  readonly backoff?: Backoff;
  /** No further attempt begins after it is aborted. */
  readonly signal?: AbortSignal | undefined;
  /** No further attempt begins later than this after the first. Default: never given up. */
  readonly withinMs?: number;
  /** Whether another attempt may mend the error. Default: always. */
  passes?(error: unknown): boolean;
  /** Told of each failure before the pause; `attempt` counts from 1. */
  failed?(error: unknown, attempt: number): void;
}

/**
 * Attempts until one succeeds, with jittered pauses; rejects with the error of the last attempt, or the signal's
 * reason.
 */
export async function retrying<T>(attempt: () => Promise<T> | T, options: Retrying = {}): Promise<T> {
  const { backoff = reconnecting, signal, withinMs = Number.POSITIVE_INFINITY, passes = () => true } = options;
  const started = performance.now();
  for (let count = 1; ; count++) {
    signal?.throwIfAborted();
    try {
      return await attempt();
    } catch (error) {
      if (signal?.aborted || !passes(error) || performance.now() - started > withinMs) throw error;
      options.failed?.(error, count);
      await sleep(jittered(backoff, count), signal);
    }
  }
}

export interface Wait {
  /** What is waited for, as it reads after "for". */
  readonly what: string;
  /** Default: never given up. */
  readonly withinMs?: number | undefined;
  /** Between looks; default 100. */
  readonly everyMs?: number;
  /** Told the reason after each look that was not the last. */
  readonly progress?: ((reason: string) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Looks again and again until `look` answers null; any other answer is the reason why not yet. What `look` throws ends
 * the wait; so does the time limit, with a TimedOut that names what was missing, and the signal.
 */
export async function until(look: () => Promise<string | null> | string | null, wait: Wait): Promise<void> {
  const { what, withinMs = Number.POSITIVE_INFINITY, everyMs = 100, progress, signal } = wait;
  const started = performance.now();
  for (;;) {
    signal?.throwIfAborted();
    const reason = await look();
    if (reason === null) return;
    progress?.(reason);
    const waited = performance.now() - started;
    if (waited > withinMs) throw new TimedOut(`Waited ${Math.round(waited / 1_000)} s for ${what}: ${reason}.`);
    await sleep(everyMs, signal);
  }
}

export interface Repeating {
  /** From the end of one turn to the beginning of the next. */
  readonly everyMs: number;
  /** After failures the pause is doubled up to this. Default: it stays as it is. */
  readonly longestMs?: number;
  /** Told of what a turn rejects with. */
  failed?(error: unknown): void;
}

export interface Repeated {
  /** Whether the last turn failed. */
  failing(): boolean;
  /** The next turn begins now, or as soon as the present one has ended. */
  wake(): void;
  /** Resolves when the turn under way has ended. */
  stop(): Promise<void>;
}

/**
 * Runs turns one after the other until it is stopped, the first at once. `turn` is told by a signal when it should end.
 */
export function repeating(turn: (stopping: AbortSignal) => Promise<unknown>, options: Repeating): Repeated {
  const { everyMs, longestMs = everyMs } = options;
  const stopping = new AbortController();
  let waking = new AbortController();
  let failures = 0;
  const running = run();
  return {
    failing: () => failures > 0,
    wake: () => waking.abort(),
    stop: async () => {
      stopping.abort();
      waking.abort();
      await running;
    },
  };

  async function run() {
    while (!stopping.signal.aborted) {
      waking = new AbortController();
      try {
        await turn(stopping.signal);
        failures = 0;
      } catch (error) {
        failures++;
        if (!stopping.signal.aborted) options.failed?.(error);
      }
      await sleep(doubled({ firstMs: everyMs, maxMs: longestMs }, failures + 1), waking.signal);
    }
  }
}
