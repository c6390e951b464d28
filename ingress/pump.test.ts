import { describe, expect, test } from '@jest/globals';
import type { Delivery } from '#lib/amqp/subscription.ts';
import { kindOf, type Outlet, SendFailed } from '#lib/kafka/outlet.ts';
import type { OutgoingRecord } from '#lib/kafka/producer.ts';
import { eventually } from '#lib/testing/eventually.ts';
import { message } from '#schemas/reader/testing/message.ts';
import { batchLength, type Entry, isFull, limits } from './batch.ts';
import { Pump, type PumpOptions } from './pump.ts';

const deliveryOf = (tag: number, generation = 0): Delivery =>
  ({ generation, receivedAt: 0, message: { fields: { deliveryTag: tag, redelivered: false } } }) as unknown as Delivery;

const entryOf = (delivery: Delivery, bytes = 10): Entry => ({
  delivery,
  message: message('x'),
  outcome: 'ok',
  record: {
    topic: 't',
    partition: 0,
    key: String(delivery.message.fields.deliveryTag),
    value: Buffer.alloc(bytes),
    headers: { 'x-bridge-attempt': '1' },
  },
});

/**
 * A pump whose sends answer as `answer` says; the keys of each send, its attempt, and what was acknowledged, are kept.
 */
function pumpWith(answer: (keys: string[]) => Promise<void>, more: Partial<PumpOptions> = {}) {
  const sends: string[] = [];
  const acks: number[] = [];
  const holds: string[] = [];
  const outlet: Outlet = {
    send: async (records: readonly OutgoingRecord[]) => {
      const keys = records.map(({ key }) => key ?? '');
      sends.push(`${keys.join(' ')} #${records[0]?.headers?.['x-bridge-attempt']}`);
      await answer(keys);
    },
    probe: async () => null,
    close: async () => undefined,
  };
  const pump = new Pump({
    route: 'test',
    outlet,
    encode: (delivery) => entryOf(delivery),
    refused: (entry) => ({
      ...entry,
      outcome: 'too_large',
      record: { ...entry.record, key: `dead ${entry.record.key}` },
    }),
    park: async () => undefined,
    admits: (entries) => entries.length,
    moved: () => undefined,
    ack: (last) => acks.push(last.message.fields.deliveryTag) > 0,
    isCurrent: () => true,
    hold: (why) => holds.push(why),
    holdAfterMs: 300,
    ...more,
  });
  function take(...tags: number[]) {
    for (const tag of tags) pump.take(deliveryOf(tag));
  }
  return { pump, take, sends, acks, holds };
}

const acked = (acks: number[], tag: number) => eventually(() => acks.find((each) => each === tag), `ack of ${tag}`);
const failing = (kind: 'passing' | 'record' | 'route') => new SendFailed(kind, new Error(kind));

describe('a pump', () => {
  test('sends one batch at a time and acknowledges all of it by its last', async () => {
    const first = Promise.withResolvers<void>();
    let calls = 0;
    const { take, sends, acks, pump } = pumpWith(() => (++calls === 1 ? first.promise : Promise.resolve()));
    take(1, 2, 3);
    await eventually(() => sends[0], 'the first send');
    take(4, 5);
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect([sends, acks]).toEqual([['1 2 3 #1'], []]);
    first.resolve();
    await acked(acks, 5);
    expect([sends, acks]).toEqual([
      ['1 2 3 #1', '4 5 #1'],
      [3, 5],
    ]);
    await pump.stop();
  });

  test('sends the whole batch again, in the same order and marked, before anything later', async () => {
    let failures = 2;
    const { take, sends, acks, pump } = pumpWith(async () => {
      if (failures-- > 0) throw failing('passing');
    });
    take(1, 2);
    await eventually(() => sends[0], 'the first send');
    take(3);
    await acked(acks, 3);
    expect(sends).toEqual(['1 2 #1', '1 2 #2', '1 2 #3', '3 #1']);
    await pump.stop();
  });

  test('finds a record that Kafka refuses by halves, buries it in its place and stores the others', async () => {
    const { take, acks, pump, sends } = pumpWith(async (keys) => {
      if (keys.includes('3')) throw failing('record');
    });
    take(1, 2, 3, 4);
    await acked(acks, 4);
    expect(sends).toEqual(['1 2 3 4 #1', '1 2 #1', '3 4 #1', '3 #1', 'dead 3 #1', '4 #1']);
    await pump.stop();
  });

  test('counts a record that Kafka refused as the letter that it became', async () => {
    const moved: string[] = [];
    const { take, acks, pump } = pumpWith(
      async (keys) => {
        if (keys.includes('2')) throw failing('record');
      },
      { moved: (entries) => moved.push(...entries.map(({ outcome }) => outcome)) },
    );
    take(1, 2, 3);
    await acked(acks, 3);
    expect(moved).toEqual(['ok', 'too_large', 'ok']);
    await pump.stop();
  });

  test('holds, and acknowledges nothing, when sends have failed for too long', async () => {
    const { take, acks, holds, pump } = pumpWith(async () => {
      throw failing('passing');
    });
    take(1);
    await eventually(() => holds[0], 'a hold');
    expect([holds, acks]).toEqual([['passing'], []]);
    await pump.stop();
  });

  test('holds at once when Kafka refuses the route, and does not bury the queue', async () => {
    const { take, sends, holds, pump } = pumpWith(async () => {
      throw failing('route');
    });
    take(1, 2);
    await eventually(() => holds[0], 'a hold');
    expect(sends).toEqual(['1 2 #1']);
    await pump.stop();
  });

  test('gives up a batch whose channel is gone: the copies come after it', async () => {
    let current = true;
    const { take, sends, acks, holds, pump } = pumpWith(
      async () => {
        current = false;
        throw failing('passing');
      },
      { isCurrent: () => current },
    );
    take(1);
    await eventually(() => sends[0], 'a send');
    await pump.settle();
    expect([sends, acks, holds]).toEqual([['1 #1'], [], []]);
    await pump.stop();
  });

  test('moves no more than may go, and what is left only when it may', async () => {
    let room = 2;
    const { take, acks, sends, pump } = pumpWith(async () => undefined, {
      admits: (entries) => Math.min(room, entries.length),
      moved: () => {
        room = 0;
      },
    });
    take(1, 2, 3);
    await acked(acks, 2);
    await pump.settle();
    room = 9;
    take(4);
    await acked(acks, 4);
    expect(sends).toEqual(['1 2 #1', '4 #1']);
    await pump.stop();
  });

  test('stops when the batch in flight is acknowledged, and cuts no other', async () => {
    const first = Promise.withResolvers<void>();
    const { take, sends, acks, pump } = pumpWith(() => first.promise);
    take(1);
    await eventually(() => sends[0], 'the first send');
    take(2);
    const stopping = pump.stop();
    first.resolve();
    await stopping;
    expect([sends, acks]).toEqual([['1 #1'], [1]]);
  });
});

describe('a pump that is stopped while Kafka is silent', () => {
  test('gives up the batch in flight after ten seconds, so that the process can end', async () => {
    const { take, sends, acks, pump } = pumpWith(() => new Promise(() => undefined));
    take(1);
    await eventually(() => sends[0], 'a send');
    const settled = pump.settle();
    await pump.stop();
    await settled;
    expect(acks).toEqual([]);
  }, 15_000);
});

describe('a batch', () => {
  const entries = (count: number, bytes: number) =>
    Array.from({ length: count }, (_, tag) => entryOf(deliveryOf(tag), bytes));

  test('has at most 500 records', () => {
    expect(batchLength(entries(700, 10))).toBe(limits.records);
    expect(isFull(entries(499, 10))).toBe(false);
    expect(isFull(entries(500, 10))).toBe(true);
  });

  test('has at most 512 KiB, and at least one record however large', () => {
    expect(batchLength(entries(10, 100_000))).toBe(5);
    expect(batchLength(entries(3, 20_000_000))).toBe(1);
    expect(isFull(entries(2, 20_000_000))).toBe(true);
    expect(batchLength([])).toBe(0);
  });
});

describe('a failed send', () => {
  test.each([
    ['record', { type: 'MESSAGE_TOO_LARGE' }],
    ['record', { name: 'KafkaJSNonRetriableError', cause: { type: 'RECORD_LIST_TOO_LARGE' } }],
    ['route', { errors: [{ type: 'TOPIC_AUTHORIZATION_FAILED' }] }],
    ['passing', { type: 'NOT_ENOUGH_REPLICAS' }],
    ['passing', new Error('connect ECONNREFUSED')],
    ['passing', undefined],
  ])('is the fault of the %s (%#)', (kind, error) => {
    expect(kindOf(error)).toBe(kind);
  });
});
