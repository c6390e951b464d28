import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { aborted, doubled, jittered, repeating, retrying, sleep, TimedOut, until, withTimeout } from './timing.ts';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

const never = new Promise<never>(() => undefined);
const backoff = { firstMs: 100, maxMs: 1_000 };

describe('sleeping', () => {
  test('ends after its time, or without an error when it is aborted', async () => {
    const controller = new AbortController();
    const slept = Promise.all([sleep(50), sleep(1e9, controller.signal)]);
    await jest.advanceTimersByTimeAsync(50);
    controller.abort();
    await slept;
    await sleep(1e9, controller.signal);
    expect(jest.getTimerCount()).toBe(0);
  });

  test('leaves no listener behind', async () => {
    const controller = new AbortController();
    const removed = jest.spyOn(controller.signal, 'removeEventListener');
    const slept = sleep(5, controller.signal);
    await jest.advanceTimersByTimeAsync(5);
    await slept;
    expect(removed).toHaveBeenCalledTimes(1);
  });

  test('an abort can be awaited before and after it came', async () => {
    const controller = new AbortController();
    const before = aborted(controller.signal);
    controller.abort();
    expect(await Promise.all([before, aborted(controller.signal)])).toEqual([undefined, undefined]);
  });
});

describe('a time limit', () => {
  test('lets what comes in time pass, failures too, and leaves no timer', async () => {
    expect(await withTimeout(Promise.resolve(7), 10, 'asking')).toBe(7);
    await expect(withTimeout(Promise.reject(new Error('no')), 10, 'asking')).rejects.toThrow('no');
    expect(jest.getTimerCount()).toBe(0);
  });

  test('says what was late, and hands what comes later to be disposed of', async () => {
    const { promise, resolve } = Promise.withResolvers<string>();
    const disposed: string[] = [];
    const limited = withTimeout(promise, 10, 'asking', (value) => disposed.push(value));
    const refused = expect(limited).rejects.toThrow(new TimedOut('asking: no answer within 10 ms'));
    await jest.advanceTimersByTimeAsync(10);
    await refused;
    resolve('late');
    await jest.advanceTimersByTimeAsync(1);
    expect(disposed).toEqual(['late']);
  });
});

describe('back-off', () => {
  test('doubles from the first pause to the longest', () => {
    expect([1, 2, 4, 5, 4_000].map((attempt) => doubled(backoff, attempt))).toEqual([100, 200, 800, 1_000, 1_000]);
  });

  test('is jittered over the whole pause', () => {
    const pauses = Array.from({ length: 200 }, () => jittered(backoff, 2));
    expect(Math.max(...pauses)).toBeLessThan(200);
    expect(Math.max(...pauses) - Math.min(...pauses)).toBeGreaterThan(100);
  });
});

describe('retrying', () => {
  function failing(...errors: Error[]) {
    const left = errors.values();
    return () => {
      const { value } = left.next();
      if (value) throw value;
      return 'done';
    };
  }

  test('goes on until an attempt succeeds, and tells each failure', async () => {
    const told: [string, number][] = [];
    const failed = (error: unknown, attempt: number) => void told.push([(error as Error).message, attempt]);
    const done = retrying(failing(new Error('one'), new Error('two')), { backoff, failed });
    await jest.advanceTimersByTimeAsync(300);
    expect(await done).toBe('done');
    expect(told).toEqual([
      ['one', 1],
      ['two', 2],
    ]);
  });

  test('rejects at once with what does not pass', async () => {
    const passes = (error: unknown) => (error as Error).message === 'busy';
    const done = expect(retrying(failing(new Error('busy'), new Error('no')), { backoff, passes })).rejects.toThrow(
      'no',
    );
    await jest.advanceTimersByTimeAsync(100);
    await done;
  });

  test('gives up with the last error once its time is over', async () => {
    let attempts = 0;
    function attempt() {
      throw new Error(`attempt ${++attempts}`);
    }
    const done = expect(retrying(attempt, { backoff, withinMs: 2_000 })).rejects.toThrow(/^attempt \d+$/);
    await jest.advanceTimersByTimeAsync(3_000);
    await done;
    expect(attempts).toBeGreaterThan(2);
    expect(jest.getTimerCount()).toBe(0);
  });

  test('ends with its signal, in the middle of a pause too', async () => {
    const controller = new AbortController();
    const slow = { backoff: { firstMs: 1e9, maxMs: 1e9 }, signal: controller.signal };
    const done = expect(retrying(failing(new Error('one')), slow)).rejects.toThrow(/abort/i);
    await jest.advanceTimersByTimeAsync(1);
    controller.abort();
    await done;
  });
});

describe('waiting until something is so', () => {
  test('tells each reason until there is none', async () => {
    const reasons = ['no log', 'no leader'];
    const told: string[] = [];
    const wait = until(() => reasons.shift() ?? null, { what: 'Kafka', progress: (text) => told.push(text) });
    await jest.advanceTimersByTimeAsync(200);
    await wait;
    expect(told).toEqual(['no log', 'no leader']);
  });

  test('past its limit says for what, and what was missing', async () => {
    const wait = until(() => 'the broker is starting', { what: 'Kafka', withinMs: 2_000 });
    const refused = expect(wait).rejects.toThrow('Waited 2 s for Kafka: the broker is starting.');
    await jest.advanceTimersByTimeAsync(2_200);
    await refused;
  });

  test('ends when its signal is aborted', async () => {
    const controller = new AbortController();
    const wait = until(() => 'never', { what: 'Kafka', everyMs: 1e6, signal: controller.signal });
    controller.abort();
    await expect(wait).rejects.toThrow(/abort/i);
  });
});

describe('repeating', () => {
  test('begins at once and again after each pause; a failure is told and makes the pause longer', async () => {
    const begun: number[] = [];
    const told: unknown[] = [];
    const started = Date.now();
    async function turn() {
      begun.push(Date.now() - started);
      if (begun.length < 5) throw new Error('no');
    }
    const turns = repeating(turn, { everyMs: 100, longestMs: 400, failed: (error) => told.push(error) });
    await jest.advanceTimersByTimeAsync(1_200);
    expect(turns.failing()).toBe(true);
    await jest.advanceTimersByTimeAsync(300);
    expect(begun).toEqual([0, 200, 600, 1_000, 1_400, 1_500]);
    expect(told).toHaveLength(4);
    expect(turns.failing()).toBe(false);
    await turns.stop();
    expect(jest.getTimerCount()).toBe(0);
  });

  test('a turn that is woken begins now, or right after the one under way', async () => {
    let turns = 0;
    const under = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const repeated = repeating(() => under[turns++]?.promise ?? never, { everyMs: 1e9 });
    repeated.wake();
    await jest.advanceTimersByTimeAsync(1);
    expect(turns).toBe(1);
    under[0]?.resolve();
    await jest.advanceTimersByTimeAsync(1);
    expect(turns).toBe(2);
    under[1]?.resolve();
    await jest.advanceTimersByTimeAsync(1);
    expect(turns).toBe(2);
    repeated.wake();
    await jest.advanceTimersByTimeAsync(1);
    expect(turns).toBe(3);
  });

  test('stopping tells the turn under way and waits for it', async () => {
    const ended: string[] = [];
    const repeated = repeating((stopping) => aborted(stopping).then(() => ended.push('turn')), { everyMs: 1 });
    await repeated.stop();
    expect(ended).toEqual(['turn']);
  });
});
