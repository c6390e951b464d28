import type { Clock } from '../clock.ts';
import { tooManyRequests } from './problem.ts';

const windowMs = 60_000;

/** What one person may take of a process, so that nobody takes it from the others. */
export interface Share {
  /** Answers that are worked on at the same time. */
  readonly atOnce: number;
  /** Questions that are worked on or wait for their turn. */
  readonly asked: number;
  /** Working time that may be used up in one minute, ms; after that, 429 until the minute is over. */
  readonly msPerMinute: number;
}

/** Runs `work` for somebody; rejects with 429 and the time to come back when that would be more than their share. */
export type FairShare = <T>(who: string, work: () => Promise<T> | T) => Promise<T>;

export function fairShare({ atOnce, asked, msPerMinute }: Share, clock: Clock): FairShare {
  const places = new Places(asked);
  const turns = new Turns(atOnce);
  const used = new Map<string, number>();
  let began = clock.now();
  return async (who, work) => {
    checkTime(who);
    const leave = places.take(who);
    await turns.begin(who);
    const start = clock.now();
    try {
      return await work();
    } finally {
      used.set(who, (used.get(who) ?? 0) + clock.now() - start);
      turns.end(who);
      leave();
    }
  };

  function checkTime(who: string): void {
    const now = clock.now();
    if (now - began >= windowMs) {
      used.clear();
      began = now;
    }
    if ((used.get(who) ?? 0) >= msPerMinute) throw tooManyRequests(Math.ceil((began + windowMs - now) / 1_000));
  }
}

const comeBackSeconds = 1;

/** At most so many of something for each person at the same time. */
export class Places {
  readonly #most: number;
  readonly #taken = new Map<string, number>();

  constructor(most: number) {
    this.#most = most;
  }

  /** Takes one until the answered function is called. 429 when there is none left. */
  take(who: string): () => void {
    const taken = this.#taken.get(who) ?? 0;
    if (taken >= this.#most) throw tooManyRequests(comeBackSeconds);
    this.#taken.set(who, taken + 1);
    return () => this.#leave(who);
  }

  #leave(who: string): void {
    const left = (this.#taken.get(who) ?? 1) - 1;
    if (left === 0) this.#taken.delete(who);
    else this.#taken.set(who, left);
  }
}

/** So many at the same time for each person; the others wait, first come, first served. */
class Turns {
  readonly #most: number;
  readonly #people = new Map<string, { running: number; readonly waiting: (() => void)[] }>();

  constructor(most: number) {
    this.#most = most;
  }

  async begin(who: string): Promise<void> {
    const person = this.#people.get(who) ?? { running: 0, waiting: [] };
    this.#people.set(who, person);
    if (person.running < this.#most) person.running++;
    else await new Promise<void>((resolve) => person.waiting.push(resolve));
  }

  /** Hands the turn on to the next. */
  end(who: string): void {
    const person = this.#people.get(who);
    if (!person) return;
    const next = person.waiting.shift();
    if (next) next();
    else if (--person.running === 0) this.#people.delete(who);
  }
}
