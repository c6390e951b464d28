import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { type Batch, Collector } from './collector.ts';
import type { Taken } from './flush.ts';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

const limits = { lingerMs: 150, maxRows: 10, maxBytes: 1_000 };
const clock = { now: () => Date.now() };

const batch = (partition: number, change: Partial<Batch> & { rows?: number } = {}): Batch => ({
  topic: 't',
  partition,
  records: Array.from({ length: change.rows ?? 1 }, () => ({}) as Batch['records'][number]),
  bytes: 10,
  nextOffset: 5n,
  endOffset: 5n,
  heartbeat: async () => {},
  ...change,
});

/** A flush that takes `ms`; tells when each began and of which partitions. */
function recorder(ms = 0) {
  const flushes: { at: number; partitions: number[] }[] = [];
  const begin = Date.now();
  async function flush(taken: readonly Taken[]) {
    flushes.push({ at: Date.now() - begin, partitions: taken.map(({ partition }) => partition) });
    await new Promise((resolve) => setTimeout(resolve, ms));
  }
  return { flush, flushes };
}

test('batches of all partitions that come together are one flush, at once after a pause', async () => {
  const { flush, flushes } = recorder();
  const collector = new Collector(flush, limits, clock);
  const added = Promise.all([collector.add(batch(0)), collector.add(batch(1)), collector.add(batch(2))]);
  await jest.advanceTimersByTimeAsync(10);
  await added;
  expect(flushes).toEqual([{ at: 3, partitions: [0, 1, 2] }]);
});

test('the next flush begins lingerMs after the last began, and later when the last took longer', async () => {
  const { flush, flushes } = recorder(400);
  const collector = new Collector(flush, limits, clock);
  void collector.add(batch(0));
  await jest.advanceTimersByTimeAsync(50);
  void collector.add(batch(1));
  await jest.advanceTimersByTimeAsync(1_000);
  void collector.add(batch(2));
  await jest.advanceTimersByTimeAsync(2);
  void collector.add(batch(3));
  await jest.advanceTimersByTimeAsync(2_000);
  expect(flushes.map(({ at }) => at)).toEqual([3, 406, 1_053]);
  expect(flushes.map(({ partitions }) => partitions)).toEqual([[0], [1], [2, 3]]);
});

test('behind, there is no pause', async () => {
  const { flush, flushes } = recorder(100);
  const collector = new Collector(flush, { ...limits, lingerMs: 5_000 }, clock);
  void collector.add(batch(0, { endOffset: 900n }));
  await jest.advanceTimersByTimeAsync(10);
  void collector.add(batch(0, { endOffset: 900n }));
  await jest.advanceTimersByTimeAsync(500);
  expect(flushes.map(({ at }) => at)).toEqual([3, 106]);
});

test('a flush is cut by rows and by bytes, but never below one batch', async () => {
  const { flush, flushes } = recorder();
  const collector = new Collector(flush, { ...limits, lingerMs: 0 }, clock);
  const sizes = [{ rows: 50 }, { rows: 6 }, { rows: 5 }, { bytes: 995 }, { bytes: 20 }];
  for (const [partition, size] of sizes.entries()) void collector.add(batch(partition, size));
  await jest.advanceTimersByTimeAsync(100);
  expect(flushes.map(({ partitions }) => partitions)).toEqual([[0], [1], [2], [3], [4]]);
});

test('whoever added hears of the failure, and the next batch is tried again', async () => {
  const outcomes = [new Error('no'), undefined];
  const collector = new Collector(
    async () => {
      const error = outcomes.shift();
      if (error) throw error;
    },
    limits,
    clock,
  );
  const first = expect(collector.add(batch(0))).rejects.toThrow('no');
  await jest.advanceTimersByTimeAsync(500);
  await first;
  const second = collector.add(batch(0));
  await jest.advanceTimersByTimeAsync(500);
  await second;
});

test('a long flush keeps the group alive', async () => {
  let beats = 0;
  const { flush } = recorder(3_500);
  const collector = new Collector(flush, limits, clock);
  async function heartbeat() {
    beats += 1;
  }
  void collector.add(batch(0, { heartbeat }));
  await jest.advanceTimersByTimeAsync(10_000);
  expect(beats).toBe(3);
});
