import { describe, expect, test } from '@jest/globals';
import type { ConsumeMessage } from 'amqplib';
import fc from 'fast-check';
import { Deliveries } from './deliveries.ts';

const message = (body: string, deliveryTag: number, redelivered = false, properties = {}): ConsumeMessage =>
  ({
    fields: { exchange: 'hr.events', routingKey: 'auth.login.failed', deliveryTag, redelivered },
    properties,
    content: Buffer.from(body),
  }) as never;

describe('the identity of a delivery', () => {
  test('is one of its own', () => {
    const deliveries = new Deliveries();
    expect(deliveries.identityOf(message('a', 1), 0).id).not.toBe(deliveries.identityOf(message('a', 2), 0).id);
  });

  test('comes back with what was delivered and not acknowledged, first receipt included', () => {
    const deliveries = new Deliveries();
    const first = deliveries.identityOf(message('a', 1), 5);
    deliveries.ended();
    expect(deliveries.identityOf(message('a', 1, true), 9)).toBe(first);
    expect(first).toMatchObject({ receivedAt: 5, inDoubt: false });
  });

  test('is not that of a message that was acknowledged and heard of, though it looks alike', () => {
    const deliveries = new Deliveries();
    const known = deliveries.identityOf(message('a', 1), 0);
    deliveries.acknowledged(1);
    deliveries.proven(1);
    const prefetched = deliveries.identityOf(message('a', 2), 0);
    deliveries.ended();
    expect(deliveries.identityOf(message('a', 1, true), 0)).toBe(prefetched);
    expect(prefetched.id).not.toBe(known.id);
  });

  test('is in doubt, and a new one, where another process had the message before', () => {
    const deliveries = new Deliveries();
    expect(deliveries.identityOf(message('a', 1, true), 0)).toMatchObject({ inDoubt: true });
  });

  test('is forgotten after an hour', () => {
    let now = 1;
    const deliveries = new Deliveries(() => now);
    const { id } = deliveries.identityOf(message('a', 1), 0);
    deliveries.ended();
    now += 3_600_001;
    const again = deliveries.identityOf(message('a', 1, true), 0);
    expect(again.inDoubt).toBe(true);
    expect(again.id).not.toBe(id);
  });

  test('is not kept of a message that says when it was published', () => {
    const deliveries = new Deliveries();
    const dated = (redelivered: boolean) => message('a', 1, redelivered, { timestamp: 1_782_900_000 });
    const { id } = deliveries.identityOf(dated(false), 0);
    deliveries.ended();
    expect(deliveries.identityOf(dated(true), 0).id).not.toBe(id);
  });
});

/** A queue, and a consumer that stores what it gets under its identity; acknowledgements are lost with the line. */
class World {
  readonly deliveries = new Deliveries();
  readonly stored = new Set<string>();
  queue: { body: string; redelivered: boolean }[] = [];
  published = 0;
  #out: { body: string; tag: number; id: string }[] = [];
  #tag = 0;
  #unheard = 0;

  publish(body: string): void {
    this.published++;
    this.queue.push({ body, redelivered: false });
  }

  deliver(): void {
    const next = this.queue.shift();
    if (!next) return;
    const tag = ++this.#tag;
    const { id } = this.deliveries.identityOf(message(next.body, tag, next.redelivered), 0);
    this.#out.push({ body: next.body, tag, id });
  }

  /**
   * Stores the first so many that are not stored, and acknowledges them if `ack`; the broker may not hear of it yet.
   */
  store(count: number, ack: boolean): void {
    const batch = this.#out.slice(this.#unheard, this.#unheard + count);
    for (const { id } of batch) this.stored.add(id);
    const last = batch.at(-1);
    if (!last || !ack) return;
    this.deliveries.acknowledged(last.tag);
    this.#unheard += batch.length;
  }

  /** The broker hears of the first so many acknowledgements; `proof`: and says so. */
  hear(count: number, proof: boolean): void {
    const heard = this.#out.splice(0, Math.min(count, this.#unheard));
    this.#unheard -= heard.length;
    const last = heard.at(-1);
    if (last && proof) this.deliveries.proven(last.tag);
  }

  lose(): void {
    this.queue = [...this.#out.map(({ body }) => ({ body, redelivered: true })), ...this.queue];
    this.#out = [];
    this.#unheard = 0;
    this.#tag = 0;
    this.deliveries.ended();
  }
}

test('however often the line is lost, and whatever the broker has heard, each message is stored under one identity', () => {
  const step = fc.oneof(
    fc.record({ do: fc.constant('publish' as const), body: fc.constantFrom('a', 'b') }),
    fc.record({ do: fc.constant('deliver' as const) }),
    fc.record({ do: fc.constant('store' as const), count: fc.nat(3), yes: fc.boolean() }),
    fc.record({ do: fc.constant('hear' as const), count: fc.nat(3), yes: fc.boolean() }),
    fc.record({ do: fc.constant('lose' as const) }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80, size: 'max' }), (steps) => {
      const world = new World();
      for (const each of steps) {
        if (each.do === 'publish') world.publish(each.body);
        else if (each.do === 'deliver') world.deliver();
        else if (each.do === 'store') world.store(each.count, each.yes);
        else if (each.do === 'hear') world.hear(each.count, each.yes);
        else world.lose();
      }
      world.lose();
      const left = world.queue.length;
      for (let at = 0; at < left; at++) world.deliver();
      world.store(left, true);
      expect(world.stored.size).toBe(world.published);
    }),
    { numRuns: 1_000 },
  );
});
