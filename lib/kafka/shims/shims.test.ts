import { createRequire } from 'node:module';
import { performance } from 'node:perf_hooks';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { withoutAborted } from './abortedRecords.ts';
import type { groupByPartition } from './grouping.ts';
import { encodeRecord } from './recordEncoding.ts';

// These are the untouched files: each test first shows the defect, so it tells when a kafkajs no longer has it.
const raw = createRequire(import.meta.url);
const RecordEncoder = raw('kafkajs/src/protocol/recordBatch/record/v0');
const { inner } = await (async () => {
  const untouched = {
    decodeMessages: raw('kafkajs/src/protocol/requests/fetch/v4/decodeMessages'),
    filterAborted: raw('kafkajs/src/consumer/filterAbortedMessages'),
    grouping: raw('kafkajs/src/producer/groupMessagesPerPartition'),
    schedule: raw('kafkajs/src/network/requestQueue').prototype.scheduleCheckPendingRequests,
    lastOffset: raw('kafkajs/src/consumer/batch').prototype.lastOffset,
    isEmptyDueToFiltering: raw('kafkajs/src/consumer/batch').prototype.isEmptyDueToFiltering,
  };
  const { inner } = await import('./load.ts');
  return {
    inner: (name: string, shimmed: boolean) => (shimmed ? inner(files[name] ?? '') : untouched[name as 'grouping']),
  };
})();

const files: Record<string, string> = {
  decodeMessages: 'protocol/requests/fetch/v4/decodeMessages',
  filterAborted: 'consumer/filterAbortedMessages',
  grouping: 'producer/groupMessagesPerPartition',
  recordEncoding: 'protocol/recordBatch/record/v0',
};

const Decoder = raw('kafkajs/src/protocol/decoder');
const Batch = raw('kafkajs/src/consumer/batch');
const RequestQueue = raw('kafkajs/src/network/requestQueue');
const { RecordBatch } = raw('kafkajs/src/protocol/recordBatch/v0');

describe('idle timer', () => {
  function timersArmed(schedule: (this: unknown) => void): number {
    const queue = { pending: [], throttledUntil: -1, throttleCheckTimeoutId: null as NodeJS.Timeout | null };
    schedule.call(queue);
    if (queue.throttleCheckTimeoutId === null) return 0;
    clearTimeout(queue.throttleCheckTimeoutId);
    return 1;
  }

  test('a connection without waiting requests keeps no timer', () => {
    expect(timersArmed(inner('schedule', false) as never)).toBe(1);
    expect(timersArmed(RequestQueue.prototype.scheduleCheckPendingRequests)).toBe(0);
  });

  test('a waiting request is still looked after', async () => {
    const checked = new Promise<void>((resolve) => {
      const queue = { pending: [{}], throttledUntil: -1, throttleCheckTimeoutId: null, checkPendingRequests: resolve };
      RequestQueue.prototype.scheduleCheckPendingRequests.call(queue);
    });
    await checked;
  });
});

describe('aborted records', () => {
  const record = (offset: number, producerId: string, key = 'k') => ({
    offset: String(offset),
    key: Buffer.from(key),
    isControlRecord: false,
    batchContext: { producerId, inTransaction: true },
  });
  const marker = (offset: number, producerId: string, type: 0 | 1) => ({
    ...record(offset, producerId),
    key: Buffer.from([0, 0, 0, type]),
    isControlRecord: true,
  });
  const interleaved = [
    ...[record(0, 'A'), record(1, 'B'), record(2, 'C'), record(3, 'A'), record(4, 'B'), record(5, 'C')],
    ...[marker(6, 'B', 0), marker(7, 'A', 0), marker(8, 'C', 1)],
  ];
  const byCompletion = [
    { producerId: 'B', firstOffset: '1' },
    { producerId: 'A', firstOffset: '0' },
  ];
  type Filter = typeof withoutAborted;
  const delivered = (filter: Filter) =>
    filter({ messages: interleaved, abortedTransactions: byCompletion })
      .filter((message) => !message.isControlRecord)
      .map((message) => message.offset);

  test('records of interleaved aborted transactions stay hidden', () => {
    expect(delivered(inner('filterAborted', false) as unknown as Filter)).not.toEqual(['2', '5']);
    expect(delivered(inner('filterAborted', true) as Filter)).toEqual(['2', '5']);
  });

  test('a key of four zero bytes in a record is no abort marker', () => {
    const messages = [record(0, 'A', '\0\0\0\0'), record(1, 'A'), marker(2, 'A', 0)];
    const abortedTransactions = [{ producerId: 'A', firstOffset: '0' }];
    const untouched = inner('filterAborted', false) as unknown as Filter;
    expect(untouched({ messages, abortedTransactions })).toHaveLength(3);
    expect(withoutAborted({ messages, abortedTransactions }).map(({ offset }) => offset)).toEqual(['2']);
  });

  test('the same producer may commit after it aborted, and records outside a transaction pass', () => {
    const outside = { ...record(4, 'A'), batchContext: { producerId: 'A', inTransaction: false } };
    const messages = [record(0, 'A'), marker(1, 'A', 0), record(2, 'A'), marker(3, 'A', 1), outside];
    const kept = withoutAborted({ messages, abortedTransactions: [{ producerId: 'A', firstOffset: '0' }] });
    expect(kept.map(({ offset }) => offset)).toEqual(['1', '2', '3', '4']);
  });
});

describe('grouping', () => {
  const messages = Array.from({ length: 10_000 }, (_, index) => ({ index }));
  function group(grouping: typeof groupByPartition) {
    const begun = performance.now();
    const groups = grouping({
      topic: 't',
      partitionMetadata: [{}],
      messages,
      partitioner: ({ message }) => message.index % 2,
    });
    return { groups, ms: performance.now() - begun };
  }

  test('grouping takes linear time and gives what kafkajs gives', () => {
    const slow = group(inner('grouping', false) as unknown as typeof groupByPartition);
    const quick = group(inner('grouping', true) as typeof groupByPartition);
    expect(quick.groups).toEqual(slow.groups);
    expect(slow.ms).toBeGreaterThan(quick.ms * 5);
  });
});

describe('record decoding', () => {
  type Decode = (decoder: unknown) => Promise<{ offset: string }[] & { nextOffset?: bigint }>;
  async function batchOf(count: number, lastOffsetDelta: number): Promise<Buffer> {
    const records = Array.from({ length: count }, (_, offsetDelta) => encodeRecord({ offsetDelta, value: 'v' }));
    const encoder = await RecordBatch({ firstOffset: 100, lastOffsetDelta, records });
    return encoder.buffer;
  }
  function response(...batches: Buffer[]) {
    const bytes = Buffer.concat(batches);
    const size = Buffer.alloc(4);
    size.writeInt32BE(bytes.length);
    return new Decoder(Buffer.concat([size, bytes]));
  }

  test('a batch of 150,000 records is read', async () => {
    const batch = await batchOf(150_000, 149_999);
    await expect((inner('decodeMessages', false) as unknown as Decode)(response(batch))).rejects.toThrow(RangeError);
    const records = await (inner('decodeMessages', true) as Decode)(response(batch));
    expect([records.length, records.at(-1)?.offset, records.nextOffset]).toEqual([150_000, '150099', 150_100n]);
  });

  test('the end of a compacted or empty batch is known, and a cut-off batch is left for the next fetch', async () => {
    const decode = inner('decodeMessages', true) as Decode;
    expect((await decode(response(await batchOf(2, 9)))).nextOffset).toBe(110n);
    const empty = await batchOf(0, 4);
    expect((await decode(response(empty))).nextOffset).toBe(105n);
    const whole = await batchOf(2, 1);
    const cut = await decode(response(whole, whole.subarray(0, whole.length - 3)));
    expect([cut.length, cut.nextOffset]).toEqual([2, 102n]);
    expect(await decode(response())).toEqual([]);
  });
});

describe('record encoding', () => {
  const bytes = fc.oneof(fc.constant(null), fc.string(), fc.uint8Array().map(Buffer.from));
  const fields = fc.record({
    offsetDelta: fc.nat(1_000_000),
    timestampDelta: fc.oneof(fc.nat(2 ** 30 - 1), fc.nat(300)),
    key: bytes,
    value: bytes,
    headers: fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.uint8Array().map(Buffer.from)), {
      noNullPrototype: true,
    }),
  });

  test('the bytes are those of kafkajs', () => {
    fc.assert(
      fc.property(fields, (given) => {
        expect(encodeRecord(given)?.buffer.toString('hex')).toBe(RecordEncoder(given).buffer.toString('hex'));
      }),
    );
  });

  test('times that are far apart and repeated headers are left to kafkajs', () => {
    expect(encodeRecord({ timestampDelta: 2 ** 40 })).toBeUndefined();
    expect(encodeRecord({ headers: { a: ['1', '2'] } })).toBeUndefined();
  });

  test('a record takes the memory it needs, not 512 bytes', () => {
    const given = { key: 'k', value: 'v' };
    expect(RecordEncoder(given).buf.length).toBe(512);
    expect((inner('recordEncoding', true) as unknown as typeof encodeRecord)(given)?.buf.length).toBe(9);
  });
});

describe('compacted batches', () => {
  const fetched = (messages: { offset: string }[], nextOffset: bigint) =>
    new Batch('t', '5', {
      partition: 0,
      highWatermark: '40',
      messages: Object.assign(messages, { nextOffset }),
      abortedTransactions: [],
    });

  test('a consumer goes on behind a batch whose tail was compacted away', () => {
    const batch = fetched([{ offset: '5' }], 30n);
    expect((inner('lastOffset', false) as unknown as () => string).call(batch)).toBe('5');
    expect(batch.lastOffset()).toBe('29');
  });

  test('a consumer goes on behind a batch that is empty', () => {
    const batch = fetched([], 30n);
    expect((inner('isEmptyDueToFiltering', false) as unknown as () => boolean).call(batch)).toBe(false);
    expect([batch.isEmptyDueToFiltering(), batch.lastOffset()]).toEqual([true, '29']);
  });

  test('an empty answer at the end of the log moves nothing', () => {
    const batch = new Batch('t', '40', { partition: 0, highWatermark: '40', messages: [], abortedTransactions: [] });
    expect(batch.isEmptyDueToFiltering()).toBe(false);
  });
});
