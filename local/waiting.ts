import { setTimeout as sleep } from 'node:timers/promises';

export interface Wait {
  /** What is waited for, as it reads after "for". */
  readonly what: string;
  /** Milliseconds until it is given up; none: for ever. */
  readonly deadlineMs?: number | undefined;
  readonly everyMs?: number;
  /** Told the reason after each look that was not the last. */
  readonly progress?: ((reason: string) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Looks again and again until `look` answers null; any other answer is the reason why not yet.
 * What `look` throws ends the wait; so does the deadline, with an error that names what was missing, and the signal.
 */
export async function until(look: () => Promise<string | null> | string | null, wait: Wait): Promise<void> {
  const started = Date.now();
  for (;;) {
    wait.signal?.throwIfAborted();
    const reason = await look();
    if (reason === null) return;
    wait.progress?.(reason);
    const waited = Date.now() - started;
    if (waited > (wait.deadlineMs ?? Number.POSITIVE_INFINITY)) {
      throw new Error(`Waited ${Math.round(waited / 1000)} s for ${wait.what}: ${reason}.`);
    }
    await sleep(wait.everyMs ?? 100, undefined, wait.signal ? { signal: wait.signal } : {});
  }
}

/** null when the address answers with a 2xx; else what it answered, or that it does not. Never throws. */
export async function httpReady(url: string): Promise<string | null> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2_000) });
    const text = (await response.text()).trim();
    return response.ok ? null : text.split('\n')[0] || `it answers ${response.status}`;
  } catch {
    return 'no answer yet';
  }
}
