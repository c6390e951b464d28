import { createHash, randomUUID } from 'node:crypto';
import type { Delivery } from './subscription.ts';

/** What tells a delivery from all others, where its message says nothing of the kind. */
export interface Identity {
  readonly id: string;
  /** When it was received first, epoch ms. */
  readonly receivedAt: number;
  /** It was delivered before, but not to us: somebody may have stored it under another identity. */
  readonly inDoubt: boolean;
}

interface Known {
  readonly identity: Identity;
  readonly tag: number;
  /** Messages that nobody can tell apart have the same. */
  readonly print: string;
}

/** Identities of ended generations for messages that look alike. */
interface Alike {
  /** Not acknowledged: the first comes first. */
  readonly certain: Identity[];
  /** Acknowledged, perhaps in vain: the last is the likeliest to come. */
  readonly uncertain: Identity[];
}

/** Deliveries of generations that ended are remembered so long, in ms: what comes again comes at once. */
const rememberedMs = 3_600_000;

/**
 * Gives every delivery of a queue an identity, and what is delivered again the one that it had. An acknowledgement has no answer, so when a
 * generation ends nobody knows how many of the last ones have reached the broker, and messages may look alike. As many of those identities are
 * given again as messages come again: first those that were not acknowledged, for they come for certain, then the others, last acknowledged first.
 */
export class Deliveries {
  readonly #now: () => number;
  readonly #given = new WeakMap<Delivery, Identity>();
  /** Of the present generation, in the order of delivery, without those whose acknowledgement the broker has for certain. */
  #present: Known[] = [];
  /** So many of them, from the first on, were acknowledged. */
  #acknowledged = 0;
  /** By what they look like. */
  readonly #ended = new Map<string, Alike>();
  #endedAt = 0;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** To be asked for each delivery in the order of delivery; the same again for the same delivery. */
  identityOf(delivery: Delivery): Identity {
    const given = this.#given.get(delivery);
    if (given) return given;
    const print = printOf(delivery);
    const identity = this.#identityFor(delivery, print);
    this.#given.set(delivery, identity);
    this.#present.push({ identity, tag: tagOf(delivery), print });
    return identity;
  }

  /** This delivery and all before it were acknowledged; whether the broker has heard of it is not known yet. */
  acknowledged(last: Delivery): void {
    this.#acknowledged = this.#upTo(last);
  }

  /** The broker has answered something that was asked after this delivery had been acknowledged. */
  proven(last: Delivery): void {
    const heard = this.#upTo(last);
    this.#present.splice(0, heard);
    this.#acknowledged = Math.max(0, this.#acknowledged - heard);
  }

  /** The generation is over: what was not acknowledged comes again, and of the rest, what the broker has not heard of. */
  ended(): void {
    if (this.#isForgotten()) this.#ended.clear();
    for (const [at, { print, identity }] of this.#present.entries()) {
      const alike = this.#ended.get(print) ?? { certain: [], uncertain: [] };
      (at < this.#acknowledged ? alike.uncertain : alike.certain).push(identity);
      this.#ended.set(print, alike);
    }
    this.#present = [];
    this.#acknowledged = 0;
    this.#endedAt = this.#now();
  }

  #upTo(last: Delivery): number {
    const next = this.#present.findIndex(({ tag }) => tag > tagOf(last));
    return next < 0 ? this.#present.length : next;
  }

  #identityFor({ message, receivedAt }: Delivery, print: string): Identity {
    const { redelivered } = message.fields;
    const alike = redelivered && !this.#isForgotten() ? this.#ended.get(print) : undefined;
    return alike?.certain.shift() ?? alike?.uncertain.pop() ?? { id: randomUUID(), receivedAt, inDoubt: redelivered };
  }

  #isForgotten(): boolean {
    return this.#now() - this.#endedAt > rememberedMs;
  }
}

const tagOf = ({ message }: Delivery): number => message.fields.deliveryTag;

const printOf = ({ message: { fields, content } }: Delivery): string =>
  createHash('sha256')
    .update(JSON.stringify([fields.exchange, fields.routingKey]))
    .update(content)
    .digest('base64');
