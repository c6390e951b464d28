import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from './log.ts';

const retryMs = 1_000;

/** Tries again, once a second, while somebody who is needed does not answer, and says so once; rejects only when `stop` is aborted. */
export async function untilDone<T>(work: () => Promise<T>, stop: AbortSignal, log: Log): Promise<T> {
  for (let told = false; ; told = true) {
    stop.throwIfAborted();
    try {
      return await work();
    } catch (error) {
      if (!told && !stop.aborted) log.warn({ reason: String(error) }, 'waiting for Kafka or the registry');
      await sleep(retryMs, undefined, { signal: stop });
    }
  }
}
