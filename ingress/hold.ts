import type { Log } from '#lib/log.ts';
import { aborted, sleep } from '#lib/timing.ts';
import { metrics } from './metrics.ts';

export interface HoldOptions {
  readonly route: string;
  readonly subscription: { hold(why: string): void; release(): unknown };
  readonly log: Log;
  /** null when we can go on; else why not. */
  probe(): Promise<string | null>;
  /**
   * Default five seconds; doubled for each hold since the last success, up to five minutes: each return costs every
   * message that RabbitMQ hands out one of its deliveries.
   */
  readonly probeEveryMs?: number;
}

export interface Hold {
  /** Stays unsubscribed, RabbitMQ keeping the messages, until a probe succeeds. */
  begin(why: string): void;
  /** Something reached Kafka: the next hold is a new one. */
  succeeded(): void;
  stop(): Promise<void>;
}

const longestMs = 300_000;

export function createHold(options: HoldOptions): Hold {
  const stopping = new AbortController();
  const state = { holds: 0, running: undefined as Promise<void> | undefined };
  return {
    begin: (why) => {
      options.subscription.hold(why);
      if (state.running) return;
      state.holds++;
      options.log.warn({ route: options.route, reason: why }, 'holding: messages stay in RabbitMQ');
      state.running = until(options, state.holds, stopping.signal).finally(() => {
        state.running = undefined;
      });
    },
    succeeded: () => {
      state.holds = 0;
    },
    stop: async () => {
      stopping.abort();
      await state.running;
    },
  };
}

async function until(options: HoldOptions, holds: number, stopping: AbortSignal): Promise<void> {
  const { route, subscription, log, probe, probeEveryMs = 5_000 } = options;
  const everyMs = Math.min(longestMs, probeEveryMs * 2 ** (holds - 1));
  const stopped = aborted(stopping).then(() => 'stopping');
  while (!stopping.aborted) {
    const started = Date.now();
    await sleep(everyMs, stopping);
    const why = stopping.aborted ? 'stopping' : await Promise.race([probe(), stopped]);
    metrics.heldSeconds.inc({ route }, (Date.now() - started) / 1_000);
    if (stopping.aborted) return;
    if (why === null) {
      log.info({ route }, 'Kafka answers: consuming again');
      subscription.release();
      return;
    }
    subscription.hold(why);
  }
}
