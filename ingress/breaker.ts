import type { Subscription } from '#lib/amqp/subscription.ts';
import type { Log } from '#lib/log.ts';
import { sleep } from '#lib/timing.ts';
import type { Entry } from './batch.ts';
import { LetterLimit } from './limit.ts';
import { metrics } from './metrics.ts';

export interface BreakerOptions {
  readonly route: string;
  readonly subscription: Pick<Subscription, 'hold' | 'release'>;
  readonly log: Log;
  /** So many dead letters among the last twice as many messages stop the route; 0: nothing does. */
  readonly letterLimit: number;
  /** Until one message is tried; default a minute, doubled each time up to half an hour. */
  readonly pauseMs?: number;
  /** The route was stopped by us, for this reason, or goes on (null) because a message was good again. */
  told(why: string | null): void;
}

/** Stops a route that makes dead letters of most that it reads, as after a bad deploy: what waits stays in RabbitMQ. */
export interface Breaker {
  /** How many of these, from the first on, may be moved now. */
  admits(entries: readonly Entry[]): number;
  /** These are in Kafka. */
  moved(entries: readonly Entry[]): void;
  /** Another process stopped the route. */
  stop(why: string): void;
  /** An operator, or another process, says that it may go on. */
  resume(): void;
  /** Whether nothing may be consumed. */
  isStopped(): boolean;
  close(): Promise<void>;
}

const longestMs = 1_800_000;

/** `trying`: one message at a time is read; a good one sets all going, a bad one stops again. */
type State = 'running' | 'stopped' | 'trying';

const isLetter = ({ outcome }: Entry): boolean => outcome !== 'ok';

export const createBreaker = (options: BreakerOptions): Breaker => new RouteBreaker(options);

class RouteBreaker implements Breaker {
  readonly #options: BreakerOptions;
  readonly #limit: LetterLimit;
  #state: State = 'running';
  #stops = 0;
  #pause = new AbortController();
  #pausing: Promise<void> = Promise.resolve();

  constructor(options: BreakerOptions) {
    this.#options = options;
    this.#limit = new LetterLimit(options.letterLimit);
    metrics.stopped.set({ route: options.route }, 0);
  }

  isStopped(): boolean {
    return this.#state === 'stopped';
  }

  admits(entries: readonly Entry[]): number {
    if (this.#state === 'stopped') return 0;
    if (this.#state === 'trying') return Math.min(1, entries.length);
    return this.#limit.admits(entries.map(isLetter));
  }

  moved(entries: readonly Entry[]): void {
    const { told } = this.#options;
    const last = entries.at(-1);
    if (!last || this.#state === 'stopped') return;
    if (this.#state === 'trying' && !isLetter(last)) {
      this.resume();
      told(null);
      return;
    }
    const reached = entries.reduce((before, entry) => this.#limit.note(isLetter(entry)) || before, false);
    if (!reached && this.#state === 'running') return;
    const why = this.#reason(last.outcome);
    this.stop(why);
    told(why);
  }

  #reason(outcome: string): string {
    const { letterLimit, route } = this.#options;
    const what =
      this.#state === 'trying'
        ? `the message that was tried became a dead letter too (${outcome})`
        : `${letterLimit} of the last ${letterLimit * 2} messages became dead letters, the last one for ${outcome}`;
    const next = Math.round(this.#pauseMs(this.#stops + 1) / 1_000);
    return `${what}; the next one is tried in ${next} s, and all goes on after: npm run dead-letters -- resume ${route}`;
  }

  stop(why: string): void {
    if (this.#state === 'stopped') return;
    const { route, subscription, log } = this.#options;
    this.#state = 'stopped';
    this.#stops++;
    metrics.stopped.set({ route }, 1);
    log.error({ route, reason: why }, 'the route is stopped: messages stay in RabbitMQ');
    subscription.hold(why);
    this.#pause = new AbortController();
    this.#pausing = this.#tryLater(this.#pause.signal);
  }

  async #tryLater(over: AbortSignal): Promise<void> {
    await sleep(this.#pauseMs(this.#stops), over);
    if (over.aborted) return;
    this.#state = 'trying';
    this.#options.log.info({ route: this.#options.route }, 'one message is tried');
    this.#options.subscription.release(1);
  }

  #pauseMs(stops: number): number {
    return Math.min(longestMs, (this.#options.pauseMs ?? 60_000) * 2 ** Math.min(stops - 1, 20));
  }

  resume(): void {
    if (this.#state === 'running') return;
    const { route, subscription, log } = this.#options;
    this.#pause.abort();
    this.#state = 'running';
    this.#stops = 0;
    this.#limit.reset();
    metrics.stopped.set({ route }, 0);
    log.info({ route }, 'the route goes on');
    // Whoever reads one at a time now has to subscribe anew.
    subscription.hold('going on');
    subscription.release();
  }

  async close(): Promise<void> {
    this.#pause.abort();
    await this.#pausing;
  }
}
