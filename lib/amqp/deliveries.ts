import { createHash, randomUUID } from 'node:crypto';
import type { ConsumeMessage } from 'amqplib';

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
 * Gives every delivery of a queue an identity, and what is delivered again the one that it had. An acknowledgement has
 * no answer, so when a generation ends nobody knows how many of the last ones have reached the broker, and messages may
 * look alike. As many of those identities are given again as messages come again: first those that were not
 * acknowledged, for they come for certain, then the others, last acknowledged first.
 */
export class Deliveries {
  readonly #now: () => number;
  /**
   * Of the present generation, in the order of delivery, without those whose acknowledgement the broker has for
   * certain.
   */
  #present: Known[] = [];
  /** So many of them, from the first on, were acknowledged. */
  #acknowledged = 0;
  /** By what they look like. */
  readonly #ended = new Map<string, Alike>();
  #endedAt = 0;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** Of the next delivery. */
  identityOf(message: ConsumeMessage, receivedAt: number): Identity {
    const { deliveryTag: tag, redelivered } = message.fields;
    // A message that says when it was published is told from others by that.
    if (message.properties.timestamp !== undefined) return { id: randomUUID(), receivedAt, inDoubt: redelivered };
    const print = printOf(message);
    const identity = (redelivered && this.#again(print)) || { id: randomUUID(), receivedAt, inDoubt: redelivered };
    this.#present.push({ identity, tag, print });
    return identity;
  }

  /**
   * The delivery of this tag and all before it were acknowledged; whether the broker has heard of it is not known yet.
   */
  acknowledged(tag: number): void {
    this.#acknowledged = this.#upTo(tag);
  }

  /** The broker has answered something that was asked after the delivery of this tag had been acknowledged. */
  proven(tag: number): void {
    const heard = this.#upTo(tag);
    this.#present.splice(0, heard);
    this.#acknowledged = Math.max(0, this.#acknowledged - heard);
  }

  /**
   * The generation is over: what was not acknowledged comes again, and of the rest, what the broker has not heard of.
   */
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

  #upTo(tag: number): number {
    const next = this.#present.findIndex((known) => known.tag > tag);
    return next < 0 ? this.#present.length : next;
  }

  #again(print: string): Identity | undefined {
    const alike = this.#isForgotten() ? undefined : this.#ended.get(print);
    return alike?.certain.shift() ?? alike?.uncertain.pop();
  }

  #isForgotten(): boolean {
    return this.#now() - this.#endedAt > rememberedMs;
  }
}

const printOf = ({ fields, content }: ConsumeMessage): string =>
  createHash('sha256')
    .update(JSON.stringify([fields.exchange, fields.routingKey]))
    .update(content)
    .digest('base64');
